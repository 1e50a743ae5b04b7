\* want: ExceptToSequence: row
VARIABLE x
Init == x = 0
G(row) == Tail([row
                 EXCEPT !.a = 1])
