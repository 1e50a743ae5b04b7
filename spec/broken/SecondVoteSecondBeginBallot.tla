------------------- MODULE SecondVoteSecondBeginBallot ----------------------
(***************************************************************************)
(* p votes again in a ballot in which it has voted, and ballots are begun  *)
(* twice: SecondVote and SecondBeginBallot together. A second vote then    *)
(* takes back the first, with which a decree may have passed. The second   *)
(* BeginBallot alone breaks Coherence too: but where votes are cast once,  *)
(* a decree that passed in its ballot stays the only one in it.            *)
(***************************************************************************)
EXTENDS SecondBeginBallot

BrokenHandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ ~IsHigher(nextBal[p], m.number)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ prevVote' = [prevVote EXCEPT ![p] = [voter |-> p, number |-> m.number, decree |-> m.decree]]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, volatileVars>>
=============================================================================
