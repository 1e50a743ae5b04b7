want M:6:1: a comment does not end: *) is missing
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1 (* and (* so *) on
====
