want M:5:6: A is no instance of a module
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1
B == A!C
====
