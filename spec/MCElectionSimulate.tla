------------------------- MODULE MCElectionSimulate -------------------------
(***************************************************************************)
(* Behaviours for the Go twins to take.  Its bounds are wider than those   *)
(* of the models that are searched to the end, for it is only walked       *)
(* through at random.  Claims take the next epoch and only leaders crash,  *)
(* or few walks would come far.                                            *)
(***************************************************************************)
EXTENDS MCElection

MCClaim(p) == \E b \in BallotsOf(p) : b[1] = ballot[p][1] + 1 /\ Claim(p, b)
MCCrash(p) == role[p] = "leader" /\ Crash(p)
=============================================================================
