want M:5:6: A has arity 0; arguments given: 1
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1
B == A(1)
====
