------------------------- MODULE ElectionEpochsWrap -------------------------
(***************************************************************************)
(* When the epochs are used up p begins with the first again. Everybody    *)
(* else knows a higher ballot and never follows it.                        *)
(***************************************************************************)
EXTENDS MCElection

Last == CHOOSE e \in Epochs : \A f \in Epochs : f <= e

BrokenClaim(p, b) ==
  /\ MayClaim(p)
  /\ b \in BallotsOf(p)
  /\ IsHigher(b, ballot[p]) \/ (ballot[p][1] = Last /\ b[1] = 1)
  /\ ballot' = [ballot EXCEPT ![p] = b]
  /\ role' = [role EXCEPT ![p] = "leader"]
  /\ Send(Heartbeats(p, b))
=============================================================================
