\* want: ExceptOfLazy: DOMAIN f
F(f) == [x \in DOMAIN f |-> 0]
