want M:4:1: module M extends, or makes an instance of, itself
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I == INSTANCE M
====
