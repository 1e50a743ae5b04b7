want M:4:18: F is defined by itself, and is not RECURSIVE
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == LET F(n) == F(n - 1) IN F(1)
====
