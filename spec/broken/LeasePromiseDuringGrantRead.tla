-------------------- MODULE LeasePromiseDuringGrantRead ---------------------
(***************************************************************************)
(* LeasePromiseDuringGrant, on the abstract log: everybody promises at     *)
(* once.                                                                   *)
(***************************************************************************)
EXTENDS MCLeaseRead

BrokenMayPromise(q, p) == TRUE
=============================================================================
