want M:4:1: A is RECURSIVE, and nothing defines it
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
RECURSIVE A(_)
====
