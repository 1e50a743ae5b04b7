want M:4:24: want . or [ after ! in EXCEPT, not 2
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == [<<1>> EXCEPT ! = 2]
====
