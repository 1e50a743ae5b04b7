------------------------ MODULE ElectionReignResumed ------------------------
(***************************************************************************)
(* p returns, sees that it follows itself, and leads on. It does not know  *)
(* what it had said in the reign that the crash ended.                     *)
(***************************************************************************)
EXTENDS MCElection

BrokenRecover(p) ==
  /\ role[p] = "down"
  /\ role' = [role EXCEPT ![p] = IF ballot[p] \in BallotsOf(p) THEN "leader" ELSE "follower"]
  /\ NoSend
  /\ UNCHANGED durableVars
=============================================================================
