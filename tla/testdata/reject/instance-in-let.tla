want M:4:10: an INSTANCE in LET is not known
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == LET I == INSTANCE Other WITH c <- 1 IN 1
====
