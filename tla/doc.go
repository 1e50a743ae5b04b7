// Package tla reads and evaluates TLA+: modules, configurations of TLC, and values.
//
// [Load] reads a module with all that it extends and makes instances of. [Spec.Bind]
// gives its constants what a configuration says; of the [Model] that comes of it
// definitions can be evaluated in a state, or in a state and the next ([Model.In],
// [Step.Eval]), an action can be judged conjunct by conjunct ([Step.Judge]), and its
// states can be enumerated as TLC does ([Model.Explore]).
//
// It knows the part of TLA+ that can be evaluated state by state, and the modules
// Naturals, Integers, Sequences, FiniteSets and TLC. Temporal formulas and ENABLED are
// parsed and not evaluated, proofs are skipped. What it does not know it refuses, when it
// loads a module if it cannot parse it, else when it would have to evaluate it, with an
// [Error] that tells where: it never guesses. Where TLA+ does not say what something is,
// as of a function applied outside of its domain or of 1 = "a", that is an error, too, as
// it is in TLC. CHOOSE takes the least element, as TLC does; strings and model values are
// in alphabetical order here, and in one of its own there.
package tla
