------------------------- MODULE ReplicaNotConfirmed ------------------------
(***************************************************************************)
(* A president reads without asking a majority whether it still is one.    *)
(* It may have been deposed, and another have incremented.                 *)
(***************************************************************************)
EXTENDS MCReplica

BrokenIsConfirmed(p, q) == TRUE
=============================================================================
