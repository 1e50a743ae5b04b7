want M:4:1: Len is defined already, in Sequences
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
Len(s) == 1
====
