want M:4:1: there is no module Nowhere
---- MODULE M ----
EXTENDS Integers, Sequences, TLC
I == INSTANCE Nowhere
====
