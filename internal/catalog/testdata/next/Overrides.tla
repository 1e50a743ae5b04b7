---- MODULE Overrides ----
(* The configuration puts a step away. *)
EXTENDS MCSynod

MCNever(p) == FALSE
====
