want M:5:8: want an operator of arity 1
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A(F(_)) == F(1)
B == A(2)
====
