want M:4:10: a label is not known
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == here:: TRUE
====
