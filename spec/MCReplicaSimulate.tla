------------------------- MODULE MCReplicaSimulate --------------------------
(***************************************************************************)
(* Behaviours for the Go twins to take.  Its bounds are wider than those   *)
(* of the models that are searched to the end, for it is only walked       *)
(* through at random.  Steps that lead back to the beginning are rarer     *)
(* than in Replica, or few walks would come far: only who is idle chooses  *)
(* a ballot number, the next one; only who has executed something is lost; *)
(* nobody speaks to whom it can tell nothing new; and no client gives up,  *)
(* which does to it what an answer does, so that a state would not tell    *)
(* which.                                                                  *)
(***************************************************************************)
EXTENDS MCReplicaGraph

MCTwoClients == {101, 102}

MCFollowing(p) ==
  /\ status[p] = "idle"
  /\ \E number \in NumbersOf(p) : number[1] = lastTried[p][1] + 1 /\ ChooseBallotNumber(p, number)
  /\ MCAbove

MCInform(p) ==
  /\ \/ \E q \in Participant, i \in Instances : ~IsWritten(q, i) /\ Remind(p, q, i)
     \/ \E q \in Participant : written[q] < cut[p] /\ SendSnapshot(p, q)
  /\ MCAbove

MCSimulateNext ==
  \/ \E p \in Participant :
       \/ MCFollowing(p)
       \/ MCHandleNextBallot(p)
       \/ MCHandleLastVote(p)
       \/ MCHandleBeginBallot(p)
       \/ MCHandleVoted(p)
       \/ MCHandleSuccess(p)
       \/ MCInform(p)
       \/ AnyRequest(p)
       \/ AnyAgain(p)
       \/ MCPropose(p)
       \/ MCRepropose(p)
       \/ Execute(p)
       \/ AnyQuery(p)
       \/ MCConfirm(p)
       \/ AnyConfirm(p)
       \/ AnyConfirmed(p)
       \/ AnyAnswerQuery(p)
       \/ TakeSnapshot(p)
       \/ AnyRestore(p)
       \/ executed[p] > 0 /\ Lose(p)
  \/ \E c \in Client :
       \/ MCCall(c)
       \/ AnyAnswer(c)
       \/ MCAsk(c)
       \/ AnyResult(c)
=============================================================================
