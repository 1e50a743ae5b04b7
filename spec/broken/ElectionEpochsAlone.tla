------------------------ MODULE ElectionEpochsAlone -------------------------
(***************************************************************************)
(* Ballots are compared by their epochs alone. Two that claim in one epoch *)
(* never depose one another.                                               *)
(***************************************************************************)
EXTENDS MCElection

BrokenIsHigher(a, b) == a[1] > b[1]
=============================================================================
