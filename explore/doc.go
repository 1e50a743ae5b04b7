// Package explore visits every state that a protocol can reach, by calling the
// protocol's own action functions, and checks invariants in each.
//
// The search is exact. Every state is kept and compared in full; none is hashed
// away, lost or counted twice. It goes breadth first and level by level, so that
// its depth means what TLC's does and a counterexample is a shortest one. Distinct
// and generated states and the steps of each action are counted as TLC counts them.
//
// It is fast because a step is taken once and then looked up. A participant's
// step depends on its own variables and on one message or choice, and changes
// nothing but its own variables and the set of messages sent: local knowledge, to
// which the specs keep. So what a participant knows, together with what it has
// sent, gets a small number; a state of the whole is one such number for each
// participant; and an action is called once for each participant's state and
// message, not once for each state of the whole. Compare checks the result
// against TLC, which knows nothing of this.
//
// A protocol plugs in as a Model, a struct of functions. The protocol itself need
// not import this package, for Step is an alias of a plain type. docs/explore.md
// tells how the search works, and why looking steps up is sound.
package explore
