\* want: ExceptOfLazy: {k \in Keys : TRUE}
F == [k \in {k \in Keys : TRUE} |-> 0]
