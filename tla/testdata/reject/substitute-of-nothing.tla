want M:4:39: Other declares no d
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I == INSTANCE Other WITH c <- 1, d <- 2
====
