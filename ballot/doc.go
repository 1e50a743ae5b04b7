// Package ballot holds what the protocols share: participants, the numbers of ballots,
// envelopes of messages, and sets. It knows no protocol: synod, multidecree and what stands on
// them have these types under their own names, as their specs have the definitions.
//
// The package imports the standard library only, and has no clock, randomness, goroutine or I/O.
package ballot
