// Package multidecree decides a decree for each instance, with one phase 1 for all
// of them. It says what a participant may do, never when: no clock, randomness,
// goroutine or I/O.
//
// Each action is an exported method of Participant with the name, the parameters
// and the guards of the action of spec/MultiDecree.tla that it is the twin of, in
// the same order. It returns the messages to send and true, or nil and false having
// changed nothing. The caller makes Durable durable before it sends what an action
// returned, and never writes to a message.
//
// PTP is L. Lamport, The Part-Time Parliament. Read package synod first, which
// decides one decree, then spec/MultiDecree.tla beside actions.go: the comment at
// the end of a line quotes the conjunct that the line is the twin of, and a test
// compares them.
//
// A decree and what a snapshot holds are opaque: canonical JSON text, which is
// compared and never read. Votes and ledger may hold many thousand entries; Slots
// keeps them so that a participant can be copied, and its change be told, at the
// cost of the change.
//
// Not here: timers and resending, disks and sockets, who should preside, what a
// decree does (package replica). Where the code differs from the spec a comment says
// NOT IN SPEC and why; docs/divergences.md lists them all.
package multidecree
