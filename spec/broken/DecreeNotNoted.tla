-------------------------- MODULE DecreeNotNoted ----------------------------
(***************************************************************************)
(* p notes in which ballot it voted, and not for which decree. What it     *)
(* then reports is neither a vote nor a null vote.                         *)
(***************************************************************************)
EXTENDS MCSynod

BrokenHandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ ~IsHigher(nextBal[p], m.number)
  /\ IsHigher(m.number, prevVote[p].number)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ prevVote' = [prevVote EXCEPT ![p].number = m.number]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, volatileVars>>
=============================================================================
