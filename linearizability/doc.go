// Package linearizability tells whether what clients saw of a system could have
// come from one copy of it that does one operation at a time: whether each
// operation can be given a moment between its call and its return so that all
// results are those of doing the operations in the order of these moments.
//
// A History is what the clients saw. A run fills one in and writes it (Write);
// Check judges it, SmallestFailing finds where it first went wrong, and Picture
// draws that. Three outcomes are told apart. An operation that is Done took effect
// once, between its call and its return. One that Failed never took effect. One
// whose outcome is Unknown (it timed out, its server crashed) may have taken effect
// at any time after its call, later than everything else too, or never.
//
// Two checkers judge a counter: an exact one, whose cost is near linear, and
// Porcupine, against which it is tested. Porcupine judges the key-value store. What
// a checker cannot judge is Unjudged, which is no pass.
//
// A history of one run can show that something is wrong, not that nothing is.
// docs/linearizability.md tells how the checkers work and what they cost,
// docs/formats.md how a history is written.
package linearizability
