--------------------- MODULE LeaseGrantedToDeposedRead ----------------------
(***************************************************************************)
(* LeaseGrantedToDeposed, on the abstract log: everybody grants who has    *)
(* not granted somebody else.                                              *)
(***************************************************************************)
EXTENDS MCLeaseRead

BrokenMayGrant(q, number) == TRUE
=============================================================================
