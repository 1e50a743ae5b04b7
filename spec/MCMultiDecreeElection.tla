----------------------- MODULE MCMultiDecreeElection ------------------------
(***************************************************************************)
(* The election that is in MultiDecree.  A ballot number is a ballot of    *)
(* Election: to choose one is to claim it, NextBallot and BeginBallot are  *)
(* heartbeats of its owner, and to answer or vote in it is to follow it.   *)
(* A participant follows the higher of lastTried and nextBal.              *)
(*                                                                         *)
(* What MultiDecree has no variable for is the ghost role here.  It makes  *)
(* steps of its own, Ring and Recover.  Who chooses a number must be a     *)
(* candidate, and who does anything must be up: no behaviour of            *)
(* MultiDecree is lost by this, since timers may ring, and who is down may *)
(* return, at any time.                                                    *)
(*                                                                         *)
(* One behaviour is lost: MultiDecree lets p choose a number that is below *)
(* what p has promised.  No harm is in it, and no use; Election has no     *)
(* such claim.                                                             *)
(***************************************************************************)
EXTENDS MCMultiDecree

VARIABLE role         \* As in Election: "down", "follower", "candidate" or "leader".

allVars == <<vars, role>>

MCFollowed == [p \in Participant |-> IF IsHigher(lastTried[p], nextBal[p]) THEN lastTried[p] ELSE nextBal[p]]

MCHeartbeats ==
  {[type |-> "Heartbeat", from |-> m.from, dest |-> m.dest, ballot |-> m.number] :
     m \in {n \in msgs : n.type \in {"NextBallot", "BeginBallot"} /\ n.dest # n.from}}

E == INSTANCE Election WITH ballot <- MCFollowed, msgs <- MCHeartbeats, Epochs <- Tries, Rule <- "incumbent"

RefinesElection == E!Spec

(* The part of it that a step can break.  Lost by                          *)
(* MultiDecreePromiseForgotten.                                            *)
KeepsElection == [][E!Next]_<<MCFollowed, role, MCHeartbeats>>

MCInit == Init /\ role = [p \in Participant |-> "follower"]

MCRing(p) ==
  /\ role[p] = "follower"
  /\ role' = [role EXCEPT ![p] = "candidate"]
  /\ UNCHANGED vars

MCClaim(p) ==
  /\ role[p] = "candidate"
  /\ \E number \in NumbersOf(p) : IsHigher(number, nextBal[p]) /\ ChooseBallotNumber(p, number)
  /\ role' = [role EXCEPT ![p] = "leader"]

(* p receives m.  If it is from another, and about a ballot not below what *)
(* p follows, p follows it; otherwise nothing is heard.                    *)
MCHears(p, m) ==
  role' = IF m.from # p /\ ~IsHigher(MCFollowed[p], m.number) THEN [role EXCEPT ![p] = "follower"] ELSE role

MCHearsNextBallot(p)  == role[p] # "down" /\ \E m \in msgs : HandleNextBallot(p, m) /\ MCHears(p, m)
MCHearsBeginBallot(p) == role[p] # "down" /\ \E m \in msgs : HandleBeginBallot(p, m) /\ MCHears(p, m)

MCCrash(p) ==
  /\ role[p] # "down"
  /\ role' = [role EXCEPT ![p] = "down"]
  /\ Crash(p)

MCRecover(p) ==
  /\ role[p] = "down"
  /\ role' = [role EXCEPT ![p] = "follower"]
  /\ UNCHANGED vars

(* Up to where somebody presides.                                          *)
MCElects(p) ==
  \/ MCRing(p)
  \/ MCClaim(p)
  \/ MCHearsNextBallot(p)
  \/ role[p] # "down" /\ UNCHANGED role /\ AnyLastVote(p)
  \/ MCCrash(p)
  \/ MCRecover(p)

MCPresides(p) ==
  \/ MCHearsBeginBallot(p)
  \/ /\ role[p] # "down"
     /\ UNCHANGED role
     /\ \/ AnyBegin(p)
        \/ LearnSteps(p)
        \/ MCRemind(p)
        \/ AnyTruncate(p)

MCFirstPhase == \E p \in Participant : MCElects(p)

MCFirstPhaseWithout == {"AnyBegin", "AnyBeginBallot", "LearnSteps", "TellSteps", "AnyTruncate"}

MCEverything == \E p \in Participant : MCElects(p) \/ MCPresides(p)
-----------------------------------------------------------------------------
(* It does happen that who presides is deposed and begins all the same:    *)
(* TLC must refute that it does not.                                       *)
NeverDeposedBegins ==
  [][\A p \in Participant : role[p] = "follower" => \A i \in Instances, d \in Decree : ~BeginBallot(p, i, d)]_allVars
=============================================================================
