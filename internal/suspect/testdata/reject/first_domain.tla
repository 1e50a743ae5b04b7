\* want: ExceptOfLazy: Keys
F == [k, l \in Keys, p \in Participant |->
       [a |-> 1]]
