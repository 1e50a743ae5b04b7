---- MODULE Other ----
CONSTANT c
Twice == c
====
