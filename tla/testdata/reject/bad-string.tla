want M:4:10: "\q" is no string: invalid syntax
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == "\q"
====
