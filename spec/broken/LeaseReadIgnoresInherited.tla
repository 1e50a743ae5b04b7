--------------------- MODULE LeaseReadIgnoresInherited ----------------------
(***************************************************************************)
(* p reads as soon as it has executed what it has written. A new president *)
(* may not have written yet what passed, and was answered, in a lower      *)
(* ballot.                                                                 *)
(***************************************************************************)
EXTENDS MCLeaseRead

BrokenReadPoint(p) == written[p]
=============================================================================
