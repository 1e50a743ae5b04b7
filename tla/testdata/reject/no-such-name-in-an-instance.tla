want M:5:6: Nothing is not defined in I
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I == INSTANCE Other WITH c <- 1
A == I!Nothing
====
