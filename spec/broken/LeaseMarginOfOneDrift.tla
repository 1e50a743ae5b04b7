----------------------- MODULE LeaseMarginOfOneDrift ------------------------
(***************************************************************************)
(* p gives up a grant only one drift before the term ends by its own       *)
(* clock. But the term may have begun, by the other clock, one drift       *)
(* before p asked, and now that clock may be one ahead: both at once.      *)
(***************************************************************************)
EXTENDS MCLease

BrokenMargin == Drift
=============================================================================
