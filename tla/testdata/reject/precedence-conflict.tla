want M:4:12: = and = need parentheses: neither binds more tightly
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1 = 2 = 3
====
