want M:4:6: the number 99999999999999999999 is too large
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 99999999999999999999
====
