\* want: ExceptOfLazy: Keys
Keys == [A -> B]
F == [k \in Keys |-> 0]
