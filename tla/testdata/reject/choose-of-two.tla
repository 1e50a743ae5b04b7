want M:4:6: CHOOSE chooses one thing
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == CHOOSE x, y \in {1} : TRUE
====
