// Package trace records what the nodes of a run did, event by event.
//
// Each node writes a log of its own (Recorder). Merge puts the logs of a run in
// causal order, by the sequence numbers of each node and by the event that sent
// the message received, and by what clocks showed, if actions have that for a
// parameter. Check refuses what contradicts this order.
//
// Whether a trace is a behaviour of the TLA+ spec the packages below tell: validate
// has TLC replay it, which is the judge; replay has the Go twins take its steps; and
// mutate spoils traces in every way it can think of and has both tell.
//
// What a protocol must say of itself is a Protocol; nothing here knows any one
// of them. docs/formats.md describes the files.
//
// Two kinds of bad news are kept apart: a *Rejection says that a trace is no
// behaviour of the spec, or not in causal order; an *Unreadable says that there is
// nothing to judge: the file is cut off, foreign, or of another version.
package trace
