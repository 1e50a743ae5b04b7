----------------------------- MODULE MCElection -----------------------------
(***************************************************************************)
(* The participants of the models of Election.  How many a model has, how  *)
(* many epochs, which rule, and what it checks, is in its cfg.             *)
(***************************************************************************)
EXTENDS Election

MCTwo   == 1 .. 2
MCThree == 1 .. 3
=============================================================================
