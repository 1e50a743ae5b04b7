want M:5:15: A means something here already
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1
B == \E A \in {1} : TRUE
====
