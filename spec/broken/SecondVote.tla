---------------------------- MODULE SecondVote ------------------------------
(***************************************************************************)
(* p votes again in a ballot in which it has voted. Alone this is          *)
(* harmless: a ballot is about one decree, and so the second vote is the   *)
(* first. All holds, in exactly the states of the right spec.              *)
(*                                                                         *)
(* Where a ballot is begun twice it is not: see                            *)
(* SecondVoteSecondBeginBallot.                                            *)
(***************************************************************************)
EXTENDS MCSynod

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
