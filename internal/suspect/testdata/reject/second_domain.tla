\* want: ExceptOfLazy: Keys
F == [p \in Participant, k \in Keys |-> 0]
