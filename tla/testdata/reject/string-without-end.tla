want M:4:9: a string does not end on its line
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == "on
====
