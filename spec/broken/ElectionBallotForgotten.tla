---------------------- MODULE ElectionBallotForgotten -----------------------
(***************************************************************************)
(* p keeps its ballot on a slip of paper, which a crash loses. It may      *)
(* claim a ballot again that it has claimed before, and those who hear the *)
(* old reign's heartbeats take them for the new one's.                     *)
(***************************************************************************)
EXTENDS MCElection

BrokenCrash(p) ==
  /\ role[p] # "down"
  /\ ballot' = [ballot EXCEPT ![p] = NoBallot]
  /\ role' = [role EXCEPT ![p] = "down"]
  /\ NoSend
=============================================================================
