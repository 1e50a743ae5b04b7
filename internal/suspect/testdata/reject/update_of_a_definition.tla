\* want: ExceptToSequence: row
VARIABLE x
G == LET row == [i \in 1 .. 4 |-> 0] IN Tail([row EXCEPT ![2] = 1])[1]
