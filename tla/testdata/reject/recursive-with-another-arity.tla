want M:5:1: A has arity 2, and RECURSIVE says 1
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
RECURSIVE A(_)
A(x, y) == x
====
