want M:4:16: two fields are called a
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == [a |-> 1, a |-> 2]
====
