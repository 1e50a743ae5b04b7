----------------------- MODULE MultiDecreeCutNotHeard -----------------------
(***************************************************************************)
(* p reckons how far anything may have passed without what others have     *)
(* truncated. Nothing wrong passes: below what is truncated p proposes     *)
(* nothing. But its Top is too low, and who reads there does not see what  *)
(* was truncated.                                                          *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenHighestHeard(p, k, t) == Maximum({written[p]} \cup InstancesOf(ledger[p]) \cup InstancesOf(k))
=============================================================================
