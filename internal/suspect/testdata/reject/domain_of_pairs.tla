\* want: ExceptOfLazy: A \X B
F == [p \in A \X B |-> 0]
