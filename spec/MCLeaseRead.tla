---------------------------- MODULE MCLeaseRead -----------------------------
(***************************************************************************)
(* What is read by lease: three participants on an abstract log, as in     *)
(* MCReplica, clients, and time.                                           *)
(*                                                                         *)
(* To be granted a lease is one step here of two in Lease: the grant is    *)
(* noted as soon as it is sent.  And who comes to preside has the promises *)
(* at once, of those who may promise.  That nobody else presides while a   *)
(* lease is held, with all messages and in every order, MCLease checks.    *)
(* That this is all that a read by lease wants of the parliament, together *)
(* with what MCReplicaParliament checks, is argued.                        *)
(***************************************************************************)
EXTENDS Lease, MCReplica

CONSTANTS
  MCHolders,          \* Those who ask for leases.
  MCGranters,         \* Those who grant them.
  MCLosers,           \* Those who crash when they have granted a lease.
  MCRequests          \* How often a lease is asked for, in a ballot.

(* 1 and 2 preside, and each needs 3 for it.                               *)
MCThirdDecides == {{1, 3}, {2, 3}}

MCLeaseReadInit == MCReplicaInit /\ LeaseInit

(* True iff q may promise a ballot of p; and may grant a lease in a ballot *)
(* with that number.                                                       *)
MCMayPromise(q, p)    == \E t \in Readings : ~IsGrantedToOther(q, p, t)
MCMayGrant(q, number) == ~IsHigher(nextBal[q], number)

(* Those who preside do so in their order, once each.                      *)
MCLeadInTurn(p) ==
  /\ lastTried[p] = NoNumber
  /\ \A q \in MCLeaders : q < p => lastTried[q] # NoNumber
  /\ MCLead(p)
  /\ \A q \in Participant : nextBal'[q] # nextBal[q] => MCMayPromise(q, p)

MCRequested(p) == {m.time : m \in {n \in msgs : n.type = "LeaseRequest" /\ n.number = lastTried[p]}}

MCRequestLease(p) ==
  /\ p \in MCHolders
  /\ Cardinality(MCRequested(p)) < MCRequests
  /\ \E t \in Readings : RequestLease(p, t)

(* q grants what p asked for, and p notes it.                              *)
MCGrant(p, q, m, t) ==
  /\ m.type = "LeaseRequest" /\ m.from = p /\ m.dest = q /\ m.number = lastTried[p]
  /\ MCMayGrant(q, m.number)
  /\ ~IsGrantedToOther(q, p, t)
  /\ status[p] = "presiding"
  /\ ~\E g \in grants[p] : g.from = q /\ g.number = m.number /\ g.time >= m.time
  /\ granted' = [granted EXCEPT ![q] = [holder |-> p, until |-> t + Term]]
  /\ grants' = [grants EXCEPT ![p] = {g \in @ : g.from # q} \cup {[from |-> q, number |-> m.number, time |-> m.time]}]
  /\ Send(GrantTo(q, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, now>>

MCParticipantNext(p) ==
  \/ /\ \/ MCLeadInTurn(p)
        \/ \E d \in Batches(requests[p]) : MCChoose(p, d)
        \/ MCFill(p)
        \/ ParliamentSuccess(p)
        \/ CommandSteps(p)
     /\ UNCHANGED <<leaseVars, now>>
  \/ MCRequestLease(p)
  \/ \E q \in MCGranters, m \in msgs, t \in Readings : MCGrant(p, q, m, t)
  \/ AnyLeaseRead(p)

MCLose(q) == granted[q].holder # 0 /\ \E t \in Readings : LoseGrants(q, t)

MCLeaseReadNext ==
  \/ /\ \/ Tick
        \/ \E p \in MCLeaders : MCParticipantNext(p)
        \/ \E q \in MCLosers : MCLose(q)
     /\ MCSeeNothing
  \/ (\E c \in Client : MCCall(c) \/ MCReturn(c) \/ MCAsk(c) \/ MCReturnQuery(c)) /\ UNCHANGED <<leaseVars, now>>

MCLeaseReadNextWithout ==
  MCAbstracted \cup {"AnyAgain", "QuerySteps", "AnyRound", "SnapshotSteps", "ParliamentSnapshot", "AnyGiveUp", "AnyGiveUpQuery", "GrantSteps"}
=============================================================================
