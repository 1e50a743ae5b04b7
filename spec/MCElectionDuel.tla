--------------------------- MODULE MCElectionDuel ---------------------------
(***************************************************************************)
(* Two depose one another forever, nobody crashing and everything fair,    *)
(* because timers ring while a heartbeat is on its way: what               *)
(* TimersAreRight rules out.                                               *)
(*                                                                         *)
(* Their epochs rise without end.  What matters is which is higher: when   *)
(* the first epoch is behind everybody, Shift numbers everything down by   *)
(* one, and the behaviour becomes a loop.                                  *)
(***************************************************************************)
EXTENDS MCElection

CanShift == \A p \in Participant : ballot[p][1] > 1

Down(b) == <<b[1] - 1, b[2]>>

Shift ==
  /\ CanShift
  /\ ballot' = [p \in Participant |-> Down(ballot[p])]
  /\ msgs' = {[m EXCEPT !.ballot = Down(@)] : m \in {n \in msgs : ~IsHigher(ballot[n.dest], n.ballot)}}
  /\ UNCHANGED role

ClaimsNext(p) == \E b \in BallotsOf(p) : b[1] = ballot[p][1] + 1 /\ Claim(p, b)

(* Each step is a definition of its own, for TLC tells of steps by these.  *)
DuelRing(p) == ~CanShift /\ Ring(p)
DuelClaim(p) == ~CanShift /\ ClaimsNext(p)
DuelHeartbeat(p) == ~CanShift /\ AnyHeartbeat(p)

MCNext ==
  \/ Shift
  \/ \E p \in Participant : DuelRing(p) \/ DuelClaim(p) \/ DuelHeartbeat(p)

MCSpecWithout == {"ReturnSteps"}

(* The fairness of LiveSpec.  It does not ask for ~CanShift: what a step   *)
(* may do before Shift it may do after.                                    *)
MCFairness ==
  \A p \in Participant :
    /\ WF_vars(IsForsaken(p) /\ Ring(p))
    /\ WF_vars(ClaimsNext(p))
    /\ WF_vars(\E m \in msgs : Reigns(m.ballot) /\ HandleHeartbeat(p, m))

MCSpec == Init /\ [][MCNext]_vars /\ MCFairness /\ WF_vars(Shift)

(* TLC must refute this.  The premise makes sure that what it shows is a   *)
(* duel, and not somebody who has run out of epochs; a dead reign's        *)
(* duplicates must have died out in it.                                    *)
DuelsEnd ==
  DuplicatesDieOut /\ (\A p \in Participant : []<><<ClaimsNext(p)>>_vars) => \E p \in Participant : <>[]Settled(p)
=============================================================================
