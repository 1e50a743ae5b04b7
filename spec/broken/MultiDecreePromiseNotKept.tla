--------------------- MODULE MultiDecreePromiseNotKept ----------------------
(***************************************************************************)
(* p votes in a ballot lower than it promised to take part in. The new     *)
(* president then knows nothing of this vote. Coherence sees it too.       *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenHandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ cut[p] < m.instance
  /\ ~HasVoted(p, m)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ votes' = [votes EXCEPT ![p] = Without(@, m.instance) \cup {[instance |-> m.instance, number |-> m.number, decree |-> m.decree]}]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, cut, snapshot, written, volatileVars>>
=============================================================================
