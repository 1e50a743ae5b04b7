want M:5:1: want a definition, not the end of the text
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
A == 1
