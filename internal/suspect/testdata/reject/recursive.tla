\* want: ExceptOfLazy: Nat
F[n \in Nat] == IF n = 0 THEN 0 ELSE F[n - 1]
