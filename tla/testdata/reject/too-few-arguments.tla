want M:5:6: A has arity 2; arguments given: 1
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A(x, y) == x
B == A(1)
====
