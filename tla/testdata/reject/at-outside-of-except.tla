want M:4:6: @ stands in an EXCEPT only
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == @ + 1
====
