--------------------- MODULE MultiDecreeDecreeNotNoted ----------------------
(***************************************************************************)
(* p notes in which instance and ballot it voted, and not for which        *)
(* decree.                                                                 *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenHandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ ~IsHigher(nextBal[p], m.number)
  /\ cut[p] < m.instance
  /\ ~HasVoted(p, m)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ votes' = [votes EXCEPT ![p] = Without(@, m.instance) \cup {[instance |-> m.instance, number |-> m.number]}]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, cut, snapshot, written, volatileVars>>
=============================================================================
