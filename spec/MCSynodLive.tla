---------------------------- MODULE MCSynodLive ----------------------------
(***************************************************************************)
(* If one proposer is left alone, some ledger is written.                  *)
(*                                                                         *)
(* A model must bound the tries, and a bound may make a promise false or   *)
(* empty: who has run out of numbers cannot try again, and two proposers   *)
(* who have run out cannot duel.  So only the chaos is bounded here.  The  *)
(* ghost calm is 0 while anybody may try, up to MCChaos, and crash.  Then  *)
(* it becomes, once and for all, the proposer that is left alone, and that *)
(* one may try as often as it has reason to.  BoundIsFar says that the     *)
(* bound on this is never what stops it.                                   *)
(***************************************************************************)
EXTENDS MCSynod

CONSTANT MCChaos      \* The tries that may be made before the calm.

VARIABLE calm         \* 0, or the participant that is left alone.

allVars == <<vars, calm>>

MCInit == Init /\ calm = 0

(* What p does about messages and its ballot, at any time.                 *)
Proceed(p) == VoteSteps(p) \/ PollSteps(p) \/ LearnSteps(p)

Chaos(p) ==
  /\ calm = 0
  /\ \/ \E number \in NumbersOf(p) : number[1] \in MCChaos /\ ChooseBallotNumber(p, number)
     \/ Crash(p)

BecomeCalm ==
  /\ calm = 0
  /\ calm' \in {p \in Participant : Proposals[p] # {}}
  /\ UNCHANGED vars

(* Who tries again takes the next try and not a later one: then it is      *)
(* outbid as often as possible.                                            *)
NextTry(p) ==
  /\ calm = p
  /\ ledger[p] = Blank
  /\ Hopeless(p)
  /\ ChooseBallotNumber(p, <<lastTried[p][1] + 1, p>>)

MCNext ==
  \/ BecomeCalm
  \/ /\ UNCHANGED calm
     /\ \E p \in Participant : Proceed(p) \/ Chaos(p) \/ NextTry(p)

(* The fairness of LiveSpec, in which TryAgain is NextTry, and the calm,   *)
(* which LeftAlone promises.                                               *)
MCFairness ==
  /\ WF_allVars(BecomeCalm)
  /\ \A p \in Participant :
       /\ WF_allVars(NextTry(p) /\ UNCHANGED calm)
       /\ WF_allVars(AnyNextBallot(p) /\ UNCHANGED calm)
       /\ WF_allVars(AnyLastVote(p) /\ UNCHANGED calm)
       /\ WF_allVars((\E d \in Decree : BeginBallot(p, d)) /\ UNCHANGED calm)
       /\ WF_allVars(AnyBeginBallot(p) /\ UNCHANGED calm)
       /\ WF_allVars(AnyVoted(p) /\ UNCHANGED calm)
       /\ WF_allVars(AnySuccess(p) /\ UNCHANGED calm)

MCSpec == MCInit /\ [][MCNext]_allVars /\ MCFairness

(* Who is left alone and has reason to try again has a number left.        *)
BoundIsFar ==
  \A p \in Participant :
    calm = p /\ ledger[p] = Blank /\ Hopeless(p) => lastTried[p][1] + 1 \in Tries

(* After the calm p is left alone, so that Liveness says something here.   *)
IsLeftAlone == \E p \in Participant : Proposals[p] # {} /\ LeftAlone(p)
=============================================================================
