// Package payload encodes what participants agree on: batches of commands, which are decrees,
// and states, which snapshots hold. Both are bytes, and equal if and only if their bytes are:
// package multidecree compares them and never reads them; package replica reads the frame, that
// is clients and numbers, and never an operation, an answer, or the value of the state machine.
//
// A batch is the byte 1, which is the version of the encoding, and then each command: its
// client, its number, the length of its operation, and that. A state is the byte 1, the length
// of the machine's snapshot and that, and then each session: its client, its number, the length
// of the answer, and that. Numbers and lengths are unsigned varints, as short as may be; so there
// is one encoding of everything. The byte 0 alone is the empty batch, and the empty state.
//
//	01  0b 02 03 70 75 74  0c 01 00     command 2 of client 11, "put"; command 1 of client 12, ""
//
// In traces, and to the spec, they are JSON, each in one way; see text.go. Only there it matters
// what TLC can hold. What it cannot hold is written as {"raw":"..."} or {"base64":"..."}, and TLC
// does not judge such a trace.
//
// The package imports the standard library only, and has no clock, randomness, goroutine or I/O.
package payload
