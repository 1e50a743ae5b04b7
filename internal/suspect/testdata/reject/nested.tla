\* want: ExceptOfLazy: Nat
F == [p \in Participant |-> [a |-> p, b |-> [n \in Nat |-> n]]]
