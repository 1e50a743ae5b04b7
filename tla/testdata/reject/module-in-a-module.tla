want M:4:6: a module in a module is not known
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
---- MODULE N ----
====
====
