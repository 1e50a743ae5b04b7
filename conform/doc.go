// Package conform holds a protocol's code to its TLA+ spec, in go test.
//
// Say once, in a Protocol, where the spec is, how a node begins, which variables it has and
// which methods are its actions. Then
//
//   - Record keeps what the nodes of a real run do, and Validate has TLC tell whether that is
//     a behaviour of the spec;
//   - CompareGraph visits every state that the methods can reach in a small model, and TLC
//     every state of the spec; the two graphs must be equal, node for node;
//   - Replay has the methods take behaviours that TLC made up;
//   - Evaluate holds every conjunct of each action, in the spec's own words, against what the
//     methods do, without Java;
//   - CheckHistory has Porcupine tell whether what clients saw is linearizable.
//
// What the spec must be like: its variables are functions of the nodes 1 to n, but for msgs,
// the set of all messages ever sent, which actions touch through Send(ms), NoSend and
// Received(m) only. An action's first parameter is the node. Next is a disjunction of the
// actions; one that receives a message has a definition of its own to choose it.
//
// What needs TLC is skipped where there is no Java or no jar, unless the environment
// variable LOCKSTEP_REQUIRE_TLC is set. TLA2TOOLS_JAR names the jar.
package conform
