\* want: ExceptToSequence: [i \in 1 .. 4 |-> 0]
G == SubSeq([[i \in 1 .. 4 |-> 0] EXCEPT ![2] = 1], 2, 2)[1]
