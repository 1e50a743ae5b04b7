--------------------------- MODULE MCElectionLive ---------------------------
(***************************************************************************)
(* If heartbeats are timely from some moment on, one leads for good.       *)
(*                                                                         *)
(* A model must bound the epochs, and a bound may make a promise false or  *)
(* empty: who has run out of epochs cannot claim, and two who have run out *)
(* cannot duel.  So only the chaos is bounded here.  While the ghost calm  *)
(* is FALSE anything may happen, claims up to MCChaos.  When it is TRUE    *)
(* timers and duplicates are as Timely says, and who claims takes the next *)
(* epoch or its present one, as often as it has reason to.  BoundIsFar     *)
(* says that the bound on that never stands in its way.                    *)
(*                                                                         *)
(* In the calm all but one may still crash, for good: so Liveness also     *)
(* says that another leads then.                                           *)
(***************************************************************************)
EXTENDS MCElection

CONSTANT MCChaos      \* The epochs that may be claimed before the calm.

VARIABLE calm         \* TRUE iff heartbeats are timely from now on.

allVars == <<vars, calm>>

MCInit == Init /\ calm = FALSE

BecomeCalm == ~calm /\ calm' = TRUE /\ UNCHANGED vars

AllDown == \A p \in Participant : role[p] = "down"

Chaos(p) ==
  \/ FollowSteps(p)
  \/ \E b \in BallotsOf(p) : b[1] \in MCChaos /\ Claim(p, b)
  \/ ReturnSteps(p)

(* What happens in the calm.  Models that drop an assumption replace one   *)
(* of the last three.                                                      *)
RingsForReason(p) == IsForsaken(p) /\ Ring(p)
ClaimsNext(p)     == \E b \in BallotsOf(p) : b[1] <= ballot[p][1] + 1 /\ Claim(p, b)
HearsReign(p)     == \E m \in msgs : Reigns(m.ballot) /\ HandleHeartbeat(p, m)

HearsLate(p)    == \E m \in msgs : IsHigher(m.ballot, ballot[p]) /\ HandleHeartbeat(p, m)
Leaves(p)       == (\E q \in Participant \ {p} : role[q] # "down") /\ Crash(p)
Returns(p)      == AllDown /\ Recover(p)

Calm(p) ==
  \/ RingsForReason(p)
  \/ ClaimsNext(p)
  \/ HearsReign(p)
  \/ HearsLate(p)
  \/ Leaves(p)
  \/ Returns(p)

MCNext ==
  \/ BecomeCalm
  \/ UNCHANGED calm /\ \E p \in Participant : IF calm THEN Calm(p) ELSE Chaos(p)

(* The fairness of LiveSpec, and the calm, which Timely promises.          *)
CalmComes ==
  /\ WF_allVars(BecomeCalm)
  /\ \A p \in Participant : WF_allVars(calm /\ Returns(p) /\ UNCHANGED calm)
FairRings      == \A p \in Participant : WF_allVars(RingsForReason(p) /\ UNCHANGED calm)
FairClaims     == \A p \in Participant : WF_allVars(ClaimsNext(p) /\ UNCHANGED calm)
FairHeartbeats == \A p \in Participant : WF_allVars(HearsReign(p) /\ UNCHANGED calm)

MCUnfair == MCInit /\ [][MCNext]_allVars /\ CalmComes
MCSpec   == MCUnfair /\ FairRings /\ FairClaims /\ FairHeartbeats

(* Who may claim in the calm has an epoch left.                            *)
BoundIsFar == \A p \in Participant : calm /\ MayClaim(p) => ballot[p][1] + 1 \in Epochs
-----------------------------------------------------------------------------
(* Each assumption is needed: TLC must refute what lacks it.               *)
MCUnfairRings      == MCUnfair /\ FairClaims /\ FairHeartbeats
MCUnfairClaims     == MCUnfair /\ FairRings /\ FairHeartbeats
MCUnfairHeartbeats == MCUnfair /\ FairRings /\ FairClaims

(* A dead reign's heartbeats are received again and again, and the timer   *)
(* of who follows it never rings for long.                                 *)
MCHearsAnything(p)     == AnyHeartbeat(p)
WithoutDuplicatesDieOut == TimersAreRight /\ CrashesCease /\ SomebodyIsUp => \E p \in Participant : <>[]Settled(p)

(* Candidates crash and recover.  Leaders do not, for they would use up    *)
(* the epochs of this model.                                               *)
MCCandidateLeaves(p) == role[p] = "candidate" /\ Crash(p)
MCReturns(p)         == Recover(p)
WithoutCrashesCease  == TimersAreRight /\ DuplicatesDieOut /\ SomebodyIsUp => \E p \in Participant : <>[]Settled(p)

(* All are down for good.                                                  *)
MCAllLeave(p)       == Crash(p)
MCNobodyReturns(p)  == FALSE
WithoutSomebodyIsUp == TimersAreRight /\ DuplicatesDieOut /\ CrashesCease => \E p \in Participant : <>[]Settled(p)
-----------------------------------------------------------------------------
(* It does happen that a settled leader crashes and another settles.  TLC  *)
(* must refute that it does not.                                           *)
NobodySucceeds ==
  \A p, q \in Participant : ~<>(calm /\ Settled(p) /\ <>(role[p] = "down" /\ Settled(q)))
=============================================================================
