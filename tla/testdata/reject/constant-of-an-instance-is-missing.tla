want M:4:1: the instance of Other does not say what c is
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I == INSTANCE Other
====
