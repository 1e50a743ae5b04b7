want M:5:1: A is defined already, in M
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1
A == 2
====
