want M:5:6: I is an instance: want ! and what of it
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I == INSTANCE Other WITH c <- 1
A == I
====
