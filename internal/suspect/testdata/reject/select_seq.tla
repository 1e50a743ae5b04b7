\* want: EnabledInInstance: SelectSeq
A == q' = SelectSeq(q, LAMBDA e : e # x')
