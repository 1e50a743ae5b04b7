want M:4:1: an INSTANCE with parameters is not known
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I(x) == INSTANCE Other WITH c <- x
====
