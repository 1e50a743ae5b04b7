want M:5:1: want ELSE after THEN, not B
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == IF TRUE THEN 1
B == 2
====
