want M:5:11: [] and = need parentheses: neither binds more tightly
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
VARIABLE x
A == [] x = 1
====
