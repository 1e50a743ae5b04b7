// Package pairing compares a TLA+ module and the Go package that is its twin,
// from their sources, and tells each difference in a line.
//
// Compare pairs actions, parameters, conjuncts, variables, messages and
// invariants. ReadModule gives what it reads of a module to whoever needs the
// names and the conjuncts of its actions. FirstFalse tells why an action of the
// twin is disabled, by evaluating the guards that stand in its source.
//
// It knows no protocol. Package tla parses the module; which variables are durable and
// which volatile the module says with tuples of them, and an action is a list of conjuncts.
package pairing
