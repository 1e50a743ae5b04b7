want M:4:25: OTHER is the last of a CASE
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == CASE OTHER -> 1 [] TRUE -> 2
====
