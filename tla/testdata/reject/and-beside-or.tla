want M:4:20: /\ and \/ need parentheses: neither binds more tightly
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == TRUE /\ FALSE \/ TRUE
====
