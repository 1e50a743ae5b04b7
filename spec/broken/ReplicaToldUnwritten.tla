------------------------ MODULE ReplicaToldUnwritten ------------------------
(***************************************************************************)
(* A president that has counted the votes of a majority tells everybody    *)
(* else, and writes the decree itself when it hears of it. Meanwhile       *)
(* another may have executed it.                                           *)
(***************************************************************************)
EXTENDS MCReplicaParliament

BrokenHandleVoted(p, m) ==
  /\ Received(m)
  /\ m.type = "Voted"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ m.number = lastTried[p]
  /\ IsProposed(p, m.instance)
  /\ [instance |-> m.instance, voter |-> m.from] \notin voters[p]
  /\ voters' = [voters EXCEPT ![p] = @ \cup {[instance |-> m.instance, voter |-> m.from]}]
  /\ IF Passes(p, m) THEN Send(Successes(p, m.instance)) ELSE NoSend
  /\ UNCHANGED <<durableVars, status, answered, known, truncated, inherited, proposed>>
=============================================================================
