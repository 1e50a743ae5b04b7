-------------------------- MODULE PromiseNotKept ----------------------------
(***************************************************************************)
(* p votes in a ballot lower than it promised to take part in. The new     *)
(* ballot then knows nothing of this vote. Coherence sees it too.          *)
(***************************************************************************)
EXTENDS MCSynod

BrokenHandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ IsHigher(m.number, prevVote[p].number)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ prevVote' = [prevVote EXCEPT ![p] = [voter |-> p, number |-> m.number, decree |-> m.decree]]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, volatileVars>>
=============================================================================
