\* want: ExceptOfLazy: [kind : {"a"}, size : 1 .. 2]
F == [r \in [kind : {"a"}, size : 1 .. 2] |-> 0]
