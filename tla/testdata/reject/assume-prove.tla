want M:4:9: ASSUME and PROVE in a theorem are not known
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
THEOREM ASSUME TRUE PROVE TRUE
====
