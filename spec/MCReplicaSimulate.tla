------------------------- MODULE MCReplicaSimulate --------------------------
(***************************************************************************)
(* Behaviours for the Go twins to take.  Its bounds are wider than those   *)
(* of the models that are searched to the end, for it is only walked       *)
(* through at random.  Steps that lead back, or nowhere, are rarer than in *)
(* Replica, or few walks would come far and see every action; and no       *)
(* client gives up, which does to it what an answer does, so that a state  *)
(* would not tell which.                                                   *)
(***************************************************************************)
EXTENDS MCReplicaGraph

MCTwoClients == {101, 102}

MCMayPass(p)    == status[p] # "idle" /\ CanStillPass(lastTried[p])
MCFellBehind(p) == \E q \in Participant : written[p] < cut[q]
MCNewIsSent     == msgs' # msgs

(* Who can have nothing passed chooses the next ballot number, unless      *)
(* another can, and awaits no votes yet.                                   *)
MCFollowing(p) ==
  /\ ~MCMayPass(p)
  /\ \A q \in Participant : MCMayPass(q) => proposed[q] # {}
  /\ \E number \in NumbersOf(p) : number[1] = lastTried[p][1] + 1 /\ ChooseBallotNumber(p, number)

(* Who fell behind a snapshot learns from that alone what it missed; and   *)
(* nobody tells anybody what that knows.                                   *)
MCLearn(p) == ~MCFellBehind(p) /\ \E m \in msgs : HandleSuccess(p, m)
MCTell(p)  == \E q \in Participant, i \in Instances : ~IsWritten(q, i) /\ Remind(p, q, i)
MCShare(p) == \E q \in Participant : written[q] < cut[p] /\ SendSnapshot(p, q)

MCAgain(p)        == \E m \in msgs : AnswerAgain(p, m) /\ MCNewIsSent
MCNewConfirmed(p) == \E m \in msgs : HandleConfirm(p, m) /\ MCNewIsSent

(* Only who awaits votes, and has something to execute again, is lost.     *)
MCLose(p) == proposed[p] # {} /\ cut[p] < executed[p] /\ Lose(p)

MCNever(c) == FALSE

ReplicaNextWithout == {"GiveUp", "GiveUpQuery"}
=============================================================================
