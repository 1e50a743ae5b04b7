want M:6:3: want an expression, not 1, which stands no further right than the /\ or \/ whose item it should be in
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A ==
  /\ (1 =
  1)
====
