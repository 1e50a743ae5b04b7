want M:3:9: there is no module Nowhere
---- MODULE M ----
EXTENDS Nowhere
A == 1
====
