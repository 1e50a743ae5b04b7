------------------------------- MODULE Lease ---------------------------------
(***************************************************************************)
(* Reads by lease: who presides answers a query at once, without asking a  *)
(* majority after the query came, for a majority has granted it that until *)
(* a time they promise nobody else's ballot.                               *)
(*                                                                         *)
(* Stands on Replica, which is to be read before.  Two of its steps are    *)
(* replaced: a promise waits for the grant that stands against it, and who *)
(* returns after a crash first waits a whole term, for it no longer knows  *)
(* what it has granted.  With Term = 0, as it is unless somebody wants     *)
(* leases, nobody asks or grants, and this is Replica.                     *)
(* Go twin: package lease.                                                 *)
(*                                                                         *)
(* The paper has no leases in this form: its presidents are elected by     *)
(* time, and Paxos does not need to believe in it.  This module does: the  *)
(* assumption about clocks stands at Shows, and a read by lease is right   *)
(* only while it holds.  Nothing else depends on it: what passes, and in   *)
(* what order, is as safe with broken clocks as without any.               *)
(*                                                                         *)
(* Each time that is compared with another was read from the same clock.   *)
(* So the clocks need not show the time of day, nor the same time: that    *)
(* they do here at the beginning is for simplicity only.                   *)
(*                                                                         *)
(* It leaves out when a lease is asked for: before the last one ends.      *)
(***************************************************************************)
EXTENDS Replica

CONSTANTS
  Term,               \* How long a grant lasts, by the clock of who grants; 0: no leases.
  Drift,              \* What two clocks show differs by no more than this.
  Moments             \* The moments: Nat, or what a model bounds.

(* How much sooner, by its own clock, a president gives up a grant than    *)
(* the term would have it.  When it asked its clock may have been ahead by *)
(* Drift of that of whom it asked, so that the term began earlier by the   *)
(* other clock; and when it reads it may be behind by Drift.               *)
Margin == 2 * Drift

LeaseRequestMessage == [type: {"LeaseRequest"}, from: Participant, dest: Participant, number: Number, time: Nat]
GrantMessage        == [type: {"Grant"}, from: Participant, dest: Participant, number: Number, time: Nat]

ASSUME TimesAreNumbers  == Term \in Nat /\ Drift \in Nat /\ 0 \in Moments
ASSUME TermIsWorthwhile == Term = 0 \/ Margin < Term
-----------------------------------------------------------------------------
(* Volatile: what p has granted and what it was granted.                   *)
VARIABLES
  granted,            \* Whom p granted a lease last, and until when by p's clock.
  grants              \* Who granted p a lease: of each the last, in which ballot, and when p asked.

(* Environment: what the slowest clock shows.  Nobody can read it.         *)
VARIABLE now

leaseVars == <<granted, grants>>
allLease  == <<lastTried, nextBal, votes, ledger, cut, snapshot, written,
               status, answered, known, truncated, inherited, proposed, voters,
               executed, value, sessions, requests, queries, round, confirms,
               issued, asked, outstanding, querying, granted, grants, now, msgs>>

NoGrant == [holder |-> 0, until |-> 0]

LeaseInit ==
  /\ ReplicaInit
  /\ granted = [p \in Participant |-> NoGrant]
  /\ grants = [p \in Participant |-> {}]
  /\ now = 0
-----------------------------------------------------------------------------
(* Concepts.                                                               *)

(* The assumption: true iff a clock may show t now.  No clock is ever more *)
(* than Drift ahead of another.  That a clock never runs backward is not   *)
(* assumed.                                                                *)
Shows(t) == now <= t /\ t <= now + Drift

(* True iff p, whose clock shows t, has granted a lease that still stands, *)
(* and not to q.                                                           *)
IsGrantedToOther(p, q, t) == 0 < Term /\ granted[p].holder # q /\ t < granted[p].until

(* True iff a majority has granted p a lease in its ballot, and none of    *)
(* these grants ends before p's clock, which shows t, shows Margin more.   *)
HoldsLease(p, t) ==
  IsMajority({g.from : g \in {h \in grants[p] : h.number = lastTried[p] /\ t + Margin < h.time + Term}})

(* What the actions send.  A grant names the time at which it was asked    *)
(* for, so that p counts from then on.                                     *)
LeaseRequests(p, t) == [type: {"LeaseRequest"}, from: {p}, dest: Participant, number: {lastTried[p]}, time: {t}]
GrantTo(p, m)       == {[type |-> "Grant", from |-> p, dest |-> m.from, number |-> m.number, time |-> m.time]}
LeaseResultTo(p, m) == {[type |-> "Result", from |-> p, dest |-> m.from, query |-> m.query, answer |-> Applied(value[p], m.op)]}
-----------------------------------------------------------------------------
(* p, who presides, asks everybody for a lease.                            *)
RequestLease(p, t) ==
  /\ Shows(t)
  /\ 0 < Term
  /\ status[p] = "presiding"
  /\ Send(LeaseRequests(p, t))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, leaseVars, now>>

(* p promises to take part in nobody else's new ballot for a whole term    *)
(* from now on, if it has promised no higher ballot and what it granted to *)
(* others has ended.                                                       *)
GrantLease(p, m, t) ==
  /\ Received(m)
  /\ m.type = "LeaseRequest"
  /\ m.dest = p
  /\ Shows(t)
  /\ 0 < Term
  /\ ~IsHigher(nextBal[p], m.number)
  /\ ~IsGrantedToOther(p, m.from, t)
  /\ granted' = [granted EXCEPT ![p] = [holder |-> m.from, until |-> t + Term]]
  /\ Send(GrantTo(p, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, grants, now>>

(* p notes a grant.                                                        *)
HandleGrant(p, m) ==
  /\ Received(m)
  /\ m.type = "Grant"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ m.number = lastTried[p]
  /\ ~\E g \in grants[p] : g.from = m.from /\ g.number = m.number /\ g.time >= m.time
  /\ grants' = [grants EXCEPT ![p] = {g \in @ : g.from # m.from} \cup {[from |-> m.from, number |-> m.number, time |-> m.time]}]
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, clientVars, granted, now>>

(* p answers a query at once: while it holds the lease nobody presides in  *)
(* a higher ballot, and it has executed all that may have been answered in *)
(* its own ballot or a lower one.                                          *)
LeaseRead(p, m, t) ==
  /\ Received(m)
  /\ m.type = "Query"
  /\ m.dest = p
  /\ Shows(t)
  /\ status[p] = "presiding"
  /\ HoldsLease(p, t)
  /\ ReadPoint(p) <= executed[p]
  /\ Send(LeaseResultTo(p, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, leaseVars, now>>

(* p promises, unless it has granted somebody else that it will not.  Only *)
(* a promise need wait: while the grants of a majority stand nobody else   *)
(* has promises enough to preside, and so there is nothing to vote for.    *)
Promise(p, m, t) ==
  \* REDUNDANT Received(m) -> TRUE: HandleNextBallot says it again.
  \* REDUNDANT m.type = "NextBallot" -> TRUE: HandleNextBallot says it again.
  /\ Received(m)
  /\ m.type = "NextBallot"
  /\ Shows(t)
  /\ ~IsGrantedToOther(p, m.from, t)
  /\ HandleNextBallot(p, m)
  /\ UNCHANGED <<replicaVars, clientVars, leaseVars, now>>

(* p leaves the chamber and returns.  It no longer knows what it granted,  *)
(* but that no grant stands for longer than a term from now on: so long it *)
(* promises nobody's ballot, and grants no lease.                          *)
LoseGrants(p, t) ==
  /\ Shows(t)
  /\ Lose(p)
  /\ granted' = [granted EXCEPT ![p] = [holder |-> 0, until |-> t + Term]]
  /\ grants' = [grants EXCEPT ![p] = {}]
  /\ UNCHANGED now
-----------------------------------------------------------------------------
(* Time passes.                                                            *)
Tick ==
  /\ now + 1 \in Moments
  /\ now' = now + 1
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, clientVars, leaseVars>>
-----------------------------------------------------------------------------
Readings == now .. now + Drift

AnyRequestLease(p) == \E t \in Readings : RequestLease(p, t)
AnyLeaseRequest(p) == \E m \in msgs, t \in Readings : GrantLease(p, m, t)
AnyGrant(p)        == \E m \in msgs : HandleGrant(p, m)
AnyLeaseRead(p)    == \E m \in msgs, t \in Readings : LeaseRead(p, m, t)
AnyPromise(p)      == \E m \in msgs, t \in Readings : Promise(p, m, t)
AnyLoseGrants(p)   == \E t \in Readings : LoseGrants(p, t)

GrantSteps(p) == AnyPromise(p) \/ AnyLeaseRequest(p) \/ AnyGrant(p)
LeaseSteps(p) == AnyRequestLease(p) \/ GrantSteps(p) \/ AnyLeaseRead(p) \/ AnyLoseGrants(p)

(* The steps of Replica, but for promises and crashes.                     *)
LeaseReplicaNext ==
  \/ \E p \in Participant : KeptSteps(p)
  \/ \E c \in Client : ClientSteps(c)

LeaseNext ==
  \/ LeaseReplicaNext /\ UNCHANGED <<leaseVars, now>>
  \/ \E p \in Participant : LeaseSteps(p)
  \/ Tick

LeaseSpec == LeaseInit /\ [][LeaseNext]_allLease
-----------------------------------------------------------------------------
IsLeaseMessage(m) == m \in LeaseRequestMessage \/ m \in GrantMessage

(* What this module adds.                                                  *)
LeaseTypeOK ==
  /\ \A p \in Participant : granted[p] \in [holder: Participant \cup {0}, until: Nat]
  /\ \A p \in Participant : grants[p] \subseteq [from: Participant, number: Number, time: Nat]
  /\ now \in Moments
  /\ \A m \in msgs : m.type \in {"LeaseRequest", "Grant"} => IsLeaseMessage(m)
-----------------------------------------------------------------------------
(* The invariants.                                                         *)

(* A grant was asked for by who owns the ballot, at a time that its clock  *)
(* could show, and what p counts it was sent; who granted a lease and has  *)
(* not granted another since, nor lost it, remembers until when.           *)
GrantsAreTrue ==
  /\ \A m \in msgs :
       /\ m.type = "LeaseRequest" => m.from = m.number[2] /\ m.time <= now + Drift
       /\ m.type = "Grant" => \E n \in msgs : n.type = "LeaseRequest" /\ n.from = m.dest /\ n.dest = m.from
                                            /\ n.number = m.number /\ n.time = m.time
  /\ \A p \in Participant : \A g \in grants[p] :
       [type |-> "Grant", from |-> g.from, dest |-> p, number |-> g.number, time |-> g.time] \in msgs
  /\ \A p \in Participant : granted[p].until <= now + Drift + Term

(* A grant that p may still count stands: whoever gave it promises nobody  *)
(* else's ballot, whatever its clock shows.  It is here that the margin is *)
(* twice the drift.  It does not say that it has promised no higher one.   *)
GrantsStand ==
  \A m \in msgs :
    m.type = "Grant" /\ now + Margin < m.time + Term =>
      /\ granted[m.from].holder \in {m.dest, 0}
      /\ now + Drift < granted[m.from].until

(* While p holds a lease no majority has promised a higher ballot.         *)
LeasesKeepOthersOut ==
  \A p \in Participant : status[p] = "presiding" /\ HoldsLease(p, now) => CanStillPass(lastTried[p])

(* While p holds a lease nobody has written anything beyond what p has to  *)
(* execute before it reads.                                                *)
LeaseReadsAreCurrent ==
  \A p \in Participant : status[p] = "presiding" /\ HoldsLease(p, now) =>
    \A q \in Participant, i \in Instances : IsWritten(q, i) => i <= ReadPoint(p)
=============================================================================
