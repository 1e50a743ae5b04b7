// Package synod decides one decree. It says what a participant may do, never
// when: no clock, randomness, goroutine or I/O.
//
// Each action is an exported method of Participant with the name, the
// parameters and the guards of the action of spec/Synod.tla that it is the twin
// of, in the same order. It returns the messages to send and true, or nil and
// false having changed nothing. The caller makes Durable durable before it sends
// what an action returned, and never writes to a message.
//
// PTP is L. Lamport, The Part-Time Parliament. Read spec/Synod.tla beside
// actions.go: the comment at the end of a line quotes the conjunct that the line
// is the twin of, and a test compares them.
//
// Not here: timers and resending, disks and sockets, who should propose. Where
// the code differs from the spec a comment says NOT IN SPEC and why;
// docs/divergences.md lists them all.
package synod
