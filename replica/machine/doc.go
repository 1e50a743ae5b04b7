// Package machine has three state machines for package replica: a counter, which is that
// of the spec, a key-value store, and a chat room. Each is a value, of which an operation
// makes another; see replica.Machine.
package machine
