// Package inproc runs the protocols for real in one process: each participant is
// a goroutine, messages travel through channels, and a seed says how often they
// are lost, duplicated and delayed and how often participants crash.
//
// It is for showing and for checking: what it runs are the twins themselves, and
// what they did is recorded as a trace that TLC judges. The seed fixes the faults
// that each goroutine draws, not how the scheduler interleaves them: two such runs
// of one seed differ. Elections and clusters can also run in virtual time, without
// goroutines: then a seed fixes all of the run.
//
// RunReplica has clients use a counter or a key-value store as chance has it, and keeps
// what they saw; RunScripts has them use any state machine, as scripts say.
package inproc
