\* want: ExceptToSequence: Row(1)
G == [Row(1) EXCEPT ![2] = 1]
