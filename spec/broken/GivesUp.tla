------------------------------ MODULE GivesUp -------------------------------
(***************************************************************************)
(* A proposer whose ballot is hopeless does not try again.  Nothing goes   *)
(* wrong, and nothing need happen: only Liveness sees it.                  *)
(***************************************************************************)
EXTENDS MCSynodLive

BrokenNextTry(p) == FALSE
=============================================================================
