want M:4:8: ';' begins nothing in TLA+
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1 ; 2
====
