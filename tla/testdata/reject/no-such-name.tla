want M:4:6: B is not defined, or not yet
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == B + 1
====
