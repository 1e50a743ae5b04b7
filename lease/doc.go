// Package lease has who presides answer queries at once, by a lease that a majority
// granted it. It says what participants may do, never when: no clock, randomness,
// goroutine or I/O. What a clock shows is a parameter of the actions.
//
// Each action is an exported method of Replica with the name, the parameters and the
// guards of the action of spec/Lease.tla that it is the twin of, in the same order. Read
// package replica first, on which this one stands. A Replica has the actions of
// replica.Replica, too. Two of them are steps of actions here, and nobody takes them
// alone: HandleNextBallot (of Promise) and Lose (of LoseGrants).
//
// Leases are off unless Config.Term says otherwise. Then a read by lease is right only as
// long as the clocks keep to Config.Drift; docs/lease.md says what that means. What passes
// does not depend on clocks.
//
// # What a caller does
//
//   - It has all participants run with one Term and one Drift. Who changes them stops
//     everybody, or waits for the longer Term to pass between the two.
//   - It reads one clock, which does not stop while the participant does not run, and
//     reads it after the message came that the action is about. It gives the reading to
//     the action, in the unit of Term and Drift.
//   - A process that starts on what an earlier one left on disk calls LoseGrants.
//   - While p presides and leases are wanted it calls RequestLease, well before the last
//     lease ends.
//   - A Query goes to LeaseRead and, if that returns false, to HandleQuery.
//
// Where the code differs from the spec a comment says NOT IN SPEC and why;
// docs/divergences.md lists them all.
package lease
