want M:4:16: want |-> after the domain of a function, not ]
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == [x \in {1}]
====
