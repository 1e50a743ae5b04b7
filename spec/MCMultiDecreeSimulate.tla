----------------------- MODULE MCMultiDecreeSimulate ------------------------
(***************************************************************************)
(* Behaviours for the Go twins to take.  Its bounds are wider than those   *)
(* of the models that are searched to the end, for it is only walked       *)
(* through at random.  Steps that lead back to the beginning are rarer     *)
(* than in MultiDecree, or few walks would come far: only who is idle      *)
(* chooses a ballot number, the next one; only who awaits votes crashes;   *)
(* and nobody speaks to whom it can tell nothing new.                      *)
(***************************************************************************)
EXTENDS MCMultiDecree

MCNumber(p) ==
  /\ status[p] = "idle"
  /\ \E number \in NumbersOf(p) : number[1] = lastTried[p][1] + 1 /\ ChooseBallotNumber(p, number)

MCTell(p)  == \E q \in Participant, i \in Instances : ~IsWritten(q, i) /\ Remind(p, q, i)
MCShare(p) == \E q \in Participant : written[q] < cut[p] /\ SendSnapshot(p, q)
MCCrash(p) == proposed[p] # {} /\ Crash(p)
=============================================================================
