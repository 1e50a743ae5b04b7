want M:5:3: want a definition, not ==
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 
B == 1
====
