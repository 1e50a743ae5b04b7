want M:4:9: A is not defined, or not yet
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A(n) == A(n - 1)
====
