----------------------------- MODULE TraceLease ------------------------------
(***************************************************************************)
(* Accepts recorded traces of Lease.  Trace says how, and why that is      *)
(* sound; TraceCommands says what a line is to Replica.                    *)
(*                                                                         *)
(* Time.  Nobody can read what the slowest clock shows, so nobody logs     *)
(* that time passes, and now stays 0 here.  Read the real now on each line *)
(* as the greatest t - Drift of the readings t on the lines up to that     *)
(* one, or 0.  It never falls, and Ticks before a line bring it where it   *)
(* is on that line.  Then Shows(t) says of a reading that no earlier one   *)
(* is more than Drift greater.  No other now allows more: it never falls,  *)
(* so it is not below what it had to be for an earlier reading.            *)
(* latest is the greatest reading so far.                                  *)
(*                                                                         *)
(* Windows.  Promise looks at votes as HandleNextBallot does, of which it  *)
(* is a step, and LeaseRead at a ledger as HandleQuery does: it asks for   *)
(* the greatest entry.  Nothing else of Lease looks at either.             *)
(***************************************************************************)
EXTENDS Lease, TraceCommands

VARIABLE latest       \* The greatest time that a clock has shown.

TermGiven    == Constants.term
DriftGiven   == Constants.drift
TraceTerm    == TermGiven
TraceDrift   == DriftGiven
TraceMoments == Nat

TraceSets == ReplicaSets \cup {"grants"}

(* What Shows is in a trace.                                               *)
TraceShows(t) == t >= 0 /\ latest <= t + Drift

LeaseVariables == ReplicaVariables @@ [granted |-> granted, grants |-> grants]

(* The steps of Replica that others take the place of.                     *)
Replaced == {"HandleNextBallot", "Lose"}

(* The reading of a clock that the event has for its only parameter; with  *)
(* a message that it has besides.  None if it has others.                  *)
Reading(e)      == IF Like(e.params, [t |-> 0]) THEN {e.params.t} ELSE {}
TimedReceipt(e) == IF DOMAIN e.params = {"m", "t"} /\ Like(e.params.t, 0) THEN {e.params} ELSE {}

(* The step of participant p that the event says was taken, with its       *)
(* parameters.                                                             *)
LeaseStep(p, e) ==
  CASE e.action = "RequestLease" -> \E t \in Reading(e) : RequestLease(p, t)
    [] e.action = "GrantLease"   -> \E x \in TimedReceipt(e) : GrantLease(p, x.m, x.t)
    [] e.action = "HandleGrant"  -> \E m \in Receipt(e) : HandleGrant(p, m)
    [] e.action = "LeaseRead"    -> \E x \in TimedReceipt(e) : LeaseRead(p, x.m, x.t)
    [] e.action = "Promise"      -> \E x \in TimedReceipt(e) : Promise(p, x.m, x.t)
    [] e.action = "LoseGrants"   -> \E t \in Reading(e) : LoseGrants(p, t)
    [] OTHER                     -> e.action \notin Replaced /\ ReplicaStep(p, e) /\ UNCHANGED <<leaseVars, now>>

(* The greatest time that a clock has shown after the event.               *)
LatestAfter(e) == IF "t" \in DOMAIN e.params /\ e.params.t > latest THEN e.params.t ELSE latest

TakeEvent ==
  \E e \in NextEvent : \E n \in {e.node} :
    /\ \/ /\ n \in Participant
          /\ LeaseStep(n, e)
          /\ Agrees(e, LeaseVariables, LeaseVariables', Growing)
       \/ /\ n \in Client
          /\ ClientStep(n, e)
          /\ UNCHANGED <<leaseVars, now>>
          /\ Agrees(e, ClientVariables, ClientVariables', {})
    /\ Same(msgs', e.sent)
    /\ latest' = LatestAfter(e)
    /\ UNCHANGED lo
    /\ Advance

TakeEnd ==
  \E e \in NextEnd :
    /\ \/ /\ e.node \in Participant
          /\ Same(Windowed(e.node, OfNode(LeaseVariables, e.node)), Windowed(e.node, e.state))
       \/ /\ e.node \in Client
          /\ Same(OfNode(ClientVariables, e.node), e.state)
    /\ UNCHANGED allLease
    /\ UNCHANGED <<lo, latest>>
    /\ Advance

TraceInit == LeaseInit /\ latest = 0 /\ lo = [p \in Participant |-> 0] /\ TraceStart

(* There are no lanes: none says what clocks have shown before it.         *)
TraceNext ==
  \/ TakeEvent
  \/ TakeRaise /\ UNCHANGED <<replicaVars, clientVars, leaseVars, now, latest>>
  \/ TakeEnd
  \/ NextTrace /\ UNCHANGED allLease /\ UNCHANGED <<lo, latest>>

TraceNextWithout == {"Tick"}
=============================================================================
