\* want: ManyStrongFairness: SF_
Spec == Init /\ [][Next]_x /\ \A p \in Participant : SF_x(A(p))
