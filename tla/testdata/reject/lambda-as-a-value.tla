want M:4:6: LAMBDA is no value: it stands where an operator is an argument
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == LAMBDA x : x
====
