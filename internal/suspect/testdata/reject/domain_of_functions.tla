\* want: ExceptOfLazy: [A -> B]
F == [f \in [A -> B] |-> 0]
