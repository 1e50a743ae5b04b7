want M:4:30: x means something here already
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == \E x \in {1} : \A x \in {2} : x = x
====
