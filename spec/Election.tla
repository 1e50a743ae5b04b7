------------------------------ MODULE Election ------------------------------
(***************************************************************************)
(* Whom to follow.  Participants that crash and recover, over a network    *)
(* that loses, delays, duplicates and reorders messages, choose a leader:  *)
(* PTP's president.  A ballot is an epoch and a participant, in this order *)
(* of weight, and names one reign of that participant.  Everybody follows  *)
(* the highest ballot that it has claimed or heard of.                     *)
(*                                                                         *)
(* Source: L. Lamport, The Part-Time Parliament (PTP), sections 2.4 and    *)
(* 3.3.1.                                                                  *)
(* Go twin: package election, whose methods have the names of the actions. *)
(*                                                                         *)
(* What it does not give: at most one leader at a time.  Two may lead at   *)
(* one moment, under different ballots.  Paxos is safe whoever leads; two  *)
(* leaders cost it time, and this module is about not having them for      *)
(* long.  Its ballots are those of Paxos: to claim one is to choose a      *)
(* ballot number, to follow a higher one is to promise.  nextBal and a     *)
(* role are all the election there is in MultiDecree.                      *)
(*                                                                         *)
(* It leaves out when things happen.  A timer may ring at any time,        *)
(* rightly or not; how long a silence should last first is policy.  A      *)
(* heartbeat that is repeated is the same message.                         *)
(*                                                                         *)
(* The protocol ends with Spec; what holds of it follows.                  *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Participant,        \* The participants: a finite set of positive numbers; the higher, the higher in rank.
  Epochs,             \* The epochs that may be claimed: Nat \ {0}, or what a model bounds.
  Rule                \* "incumbent" or "rank": see MayClaim.

Ballot       == Epochs \X Participant
BallotsOf(p) == Epochs \X {p}
NoBallot     == <<0, 0>>

HeartbeatMessage == [type: {"Heartbeat"}, from: Participant, dest: Participant, ballot: Ballot]

ASSUME ParticipantsAreNumbers == IsFiniteSet(Participant) /\ Participant \subseteq Nat \ {0}
ASSUME EpochsArePositive      == 0 \notin Epochs
ASSUME RuleIsKnown            == Rule \in {"incumbent", "rank"}
-----------------------------------------------------------------------------
(* Durable: in indelible ink.                                              *)
VARIABLE ballot       \* The highest ballot that p has claimed or heard of: the one it follows.

(* Volatile: what a crash loses.  A follower hears from whom it follows; a *)
(* candidate has heard nothing for too long.                               *)
VARIABLE role         \* "down", "follower", "candidate", or "leader" with ballot[p].

(* The network: every heartbeat ever sent.  What is lost is never          *)
(* received, what is duplicated is received again.                         *)
VARIABLE msgs

durableVars  == <<ballot>>
volatileVars == <<role>>
vars         == <<ballot, role, msgs>>

TypeOK ==
  /\ ballot \in [Participant -> Ballot \cup {NoBallot}]
  /\ role \in [Participant -> {"down", "follower", "candidate", "leader"}]
  /\ msgs \subseteq HeartbeatMessage

Init ==
  /\ ballot = [p \in Participant |-> NoBallot]
  /\ role = [p \in Participant |-> "follower"]
  /\ msgs = {}
-----------------------------------------------------------------------------
(* The actions touch msgs through these three only.                        *)
Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs
-----------------------------------------------------------------------------
(* True iff ballot a is higher than ballot b: in epoch, then in rank.      *)
IsHigher(a, b) == a[1] > b[1] \/ (a[1] = b[1] /\ a[2] > b[2])

(* True iff p follows a ballot of a participant of lower rank.             *)
FollowsLower(p) == role[p] = "follower" /\ ballot[p] # NoBallot /\ p > ballot[p][2]

(* Who may claim.  Under the incumbent rule nobody does while it hears     *)
(* whom it follows: one of higher rank that comes back leaves the reign as *)
(* it is, and a reign ends by need alone.  Under the rank rule one of      *)
(* higher rank need not wait.  So the leader is the highest that is up,    *)
(* which whoever chose the ranks may want, at the price of a change of     *)
(* leader whenever a higher one returns.                                   *)
MayClaim(p) ==
  \/ role[p] = "candidate"
  \/ Rule = "rank" /\ FollowsLower(p)

(* What a leader tells the others, again and again.                        *)
Heartbeats(p, b) == [type: {"Heartbeat"}, from: {p}, dest: Participant \ {p}, ballot: {b}]
-----------------------------------------------------------------------------
(* The timer of p rings: p has not heard from whom it follows, or only     *)
(* believes so.                                                            *)
Ring(p) ==
  /\ role[p] = "follower"
  /\ role' = [role EXCEPT ![p] = "candidate"]
  /\ NoSend
  /\ UNCHANGED durableVars

(* p claims a ballot of its own, above all that it has claimed or heard    *)
(* of, and leads.  Nobody need agree.  Epochs do not wrap: when they are   *)
(* used up there is no such ballot.                                        *)
Claim(p, b) ==
  /\ MayClaim(p)
  /\ b \in BallotsOf(p)
  \* ballot is durable, so this holds across crashes: one reign a ballot.
  /\ IsHigher(b, ballot[p])
  /\ ballot' = [ballot EXCEPT ![p] = b]
  /\ role' = [role EXCEPT ![p] = "leader"]
  /\ Send(Heartbeats(p, b))

(* p hears a leader and follows it, unless it knows of a higher ballot.    *)
(* Its timer starts anew; that of who hears only lower ones does not.      *)
HandleHeartbeat(p, m) ==
  /\ Received(m)
  /\ m.type = "Heartbeat"
  /\ m.dest = p
  /\ role[p] # "down"
  /\ ~IsHigher(ballot[p], m.ballot)
  /\ ballot' = [ballot EXCEPT ![p] = m.ballot]
  /\ role' = [role EXCEPT ![p] = "follower"]
  /\ NoSend

(* p leaves.  Heartbeats on their way, from it or to it, are not lost by   *)
(* this.                                                                   *)
Crash(p) ==
  /\ role[p] # "down"
  /\ role' = [role EXCEPT ![p] = "down"]
  /\ NoSend
  /\ UNCHANGED durableVars

(* p returns.  It never resumes a reign: to lead again it claims anew.     *)
Recover(p) ==
  /\ role[p] = "down"
  /\ role' = [role EXCEPT ![p] = "follower"]
  /\ NoSend
  /\ UNCHANGED durableVars
-----------------------------------------------------------------------------
(* The steps of p, with all choices that there are.  A model puts another  *)
(* in the place of one that it bounds, and names the others by what they   *)
(* are for.                                                                *)
AnyClaim(p)     == \E b \in BallotsOf(p) : Claim(p, b)
AnyHeartbeat(p) == \E m \in msgs : HandleHeartbeat(p, m)
AnyCrash(p)     == Crash(p)

FollowSteps(p) == Ring(p) \/ AnyHeartbeat(p)
ReturnSteps(p) == AnyCrash(p) \/ Recover(p)

Next == \E p \in Participant : AnyClaim(p) \/ FollowSteps(p) \/ ReturnSteps(p)

Spec == Init /\ [][Next]_vars
-----------------------------------------------------------------------------
(* What always holds, why, and what loses it: a variant in broken/, or the *)
(* other rule.                                                             *)

Leads(p) == role[p] = "leader"

(* A leader owns the ballot it leads with.  Because who follows another's  *)
(* ballot stops leading in the same step.  Lost by ElectionLeadsOn.        *)
LeadersOwnTheirBallots ==
  \A p \in Participant : Leads(p) => ballot[p] \in BallotsOf(p)

(* Whoever is followed did claim that ballot, and told everybody else.     *)
(* Because ballots are learned from heartbeats alone.  It does not say     *)
(* that the reign goes on.  Lost by ElectionEpochsLifted.                  *)
FollowedDidClaim ==
  \A p \in Participant : ballot[p] # NoBallot => Heartbeats(ballot[p][2], ballot[p]) \subseteq msgs

(* A heartbeat is from the owner of its ballot, who has claimed or heard   *)
(* of it, and went to everybody else.  Because the ballot is durable       *)
(* before the first heartbeat leaves.  Lost by ElectionBallotForgotten.    *)
HeartbeatsAreTrue ==
  \A m \in msgs :
    /\ m.from = m.ballot[2]
    /\ ~IsHigher(m.ballot, ballot[m.from])
    /\ Heartbeats(m.from, m.ballot) \subseteq msgs

(* When no heartbeat can change a mind, at most one leads.  Because each   *)
(* leader told everybody: then no ballot of who is up is lower than that   *)
(* of any leader.  While heartbeats are on their way two may lead.  Lost   *)
(* by ElectionEpochsAlone.                                                 *)
Quiescent == \A m \in msgs : role[m.dest] # "down" => ~IsHigher(m.ballot, ballot[m.dest])

OneLeaderAtRest == Quiescent => \A p, q \in Participant : Leads(p) /\ Leads(q) => p = q

(* The inductive invariant, from which OneLeaderAtRest follows.  Claim     *)
(* keeps it because b is above ballot[p], so above all heartbeats of p;    *)
(* HandleHeartbeat because p never owns what it receives, and because the  *)
(* other heartbeats of that ballot were sent with this one.                *)
Inv ==
  /\ TypeOK
  /\ LeadersOwnTheirBallots
  /\ FollowedDidClaim
  /\ HeartbeatsAreTrue

(* Ballots never sink, in no crash either.  Because whoever writes one has *)
(* a guard that refuses a lower one, and it is durable.  Lost by           *)
(* ElectionBallotForgotten.                                                *)
BallotsNeverSink == [][\A p \in Participant : ~IsHigher(ballot[p], ballot'[p])]_vars

(* A ballot names one reign: none begins with a ballot that was claimed    *)
(* before.  Because a claim is above ballot[p], which is above all that p  *)
(* claimed, and who recovers does not lead.  Lost by ElectionReignResumed  *)
(* and ElectionBallotForgotten.                                            *)
OneReignPerBallot ==
  [][\A p \in Participant :
       Leads(p)' /\ ~(Leads(p) /\ ballot'[p] = ballot[p]) => \A m \in msgs : m.ballot # ballot'[p]]_vars

(* True iff p leads with the highest ballot of all.                        *)
Incumbent(p) == Leads(p) /\ \A m \in msgs : ~IsHigher(m.ballot, ballot[p])

(* The heard incumbent stays: while it is up and nobody's timer has rung,  *)
(* it leads with the highest ballot.  Because only candidates may claim.   *)
(* Holds under the incumbent rule; the rank rule is what refutes it.       *)
HeardIncumbentStays ==
  [][\A p \in Participant :
       Incumbent(p) /\ (\A q \in Participant : role[q] # "candidate") => Incumbent(p)' \/ role'[p] = "down"]_vars
-----------------------------------------------------------------------------
(* Liveness.  No participant sees the following two.  It uses a timer in   *)
(* their place, which is right if it waits long enough.                    *)

(* True iff ballot b is that of somebody who leads with it now.            *)
Reigns(b) == \E p \in Participant : Leads(p) /\ ballot[p] = b

(* True iff nobody leads whom p would follow.                              *)
IsForsaken(p) == \A q \in Participant : Leads(q) => IsHigher(ballot[p], ballot[q])

(* Timers that should ring do, who may claim does, and a reign is heard.   *)
Fairness ==
  \A p \in Participant :
    /\ WF_vars(IsForsaken(p) /\ Ring(p))
    /\ WF_vars(\E b \in BallotsOf(p) : Claim(p, b))
    /\ WF_vars(\E m \in msgs : Reigns(m.ballot) /\ HandleHeartbeat(p, m))

LiveSpec == Spec /\ Fairness

(* From some moment on timers ring for good reason only, no duplicate of a *)
(* dead reign's heartbeats resets one, nobody crashes or recovers, and     *)
(* somebody is up.                                                         *)
TimersAreRight ==
  <>[][\A p \in Participant : role[p] = "follower" /\ role'[p] = "candidate" => IsForsaken(p)]_vars
DuplicatesDieOut ==
  <>[][\A p \in Participant :
         role[p] = "candidate" /\ role'[p] = "follower" /\ UNCHANGED ballot => Reigns(ballot[p])]_vars
CrashesCease ==
  <>[][\A p \in Participant : role[p] = "down" <=> role'[p] = "down"]_vars
SomebodyIsUp ==
  <>[](\E p \in Participant : role[p] # "down")

Timely == TimersAreRight /\ DuplicatesDieOut /\ CrashesCease /\ SomebodyIsUp

(* True iff p leads and everybody else that is up follows it.              *)
Settled(p) ==
  /\ Leads(p)
  /\ \A q \in Participant \ {p} : role[q] = "down" \/ (role[q] = "follower" /\ ballot[q] = ballot[p])

IsHighestUp(p) == role[p] # "down" /\ \A q \in Participant : q > p => role[q] = "down"

(* Then somebody leads for good and everybody follows it; and if it had    *)
(* crashed for good, somebody else does.  Under the rank rule it is the    *)
(* highest that is up.  Lost by ElectionDeafLeader.  None of the           *)
(* assumptions can go: without TimersAreRight two may depose one another   *)
(* forever, as MCElectionDuel shows; models in sometimes/ show the others. *)
Liveness     == Timely => \E p \in Participant : <>[]Settled(p)
RankLiveness == Timely => \E p \in Participant : <>[](Settled(p) /\ IsHighestUp(p))
-----------------------------------------------------------------------------
THEOREM Init => Inv                                    \* Checked by MCElection.
THEOREM Inv /\ [Next]_vars => Inv'                     \* Checked by MCElectionInductive, on a bounded domain.
THEOREM Inv => OneLeaderAtRest                         \* Checked by MCElectionInductive.
THEOREM Spec => [](Inv /\ OneLeaderAtRest)             \* Checked by MCElection and MCElectionRank.
THEOREM Spec => BallotsNeverSink /\ OneReignPerBallot  \* Checked by MCElection and MCElectionRank.
THEOREM Rule = "incumbent" /\ Spec => HeardIncumbentStays  \* Checked by MCElection.
THEOREM LiveSpec => Liveness                           \* Checked by MCElectionLive and MCElectionLiveRank.
THEOREM Rule = "rank" /\ LiveSpec => RankLiveness      \* Checked by MCElectionLiveRank and MCElectionLiveRankThree.
=============================================================================
