want M:5:8: want an operator of arity 1, and this LAMBDA has arity 2
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A(F(_)) == F(1)
B == A(LAMBDA x, y : x)
====
