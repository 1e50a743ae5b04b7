want M:4:10: want a definition, not THEN
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == LET THEN == 1 IN 2
====
