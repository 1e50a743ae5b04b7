------------------------------ MODULE MCLease -------------------------------
(***************************************************************************)
(* The participants and bounds of the models of Lease, and the steps of    *)
(* those that ask who holds a lease: ballots are begun and promised, and   *)
(* leases asked for and granted, with all messages and at every reading of *)
(* the clocks.  Nothing is put to the vote, for that takes the promises of *)
(* a majority first.  MCLeaseRead asks what is read.                       *)
(***************************************************************************)
EXTENDS Lease, TLC

CONSTANTS
  MCProposers,        \* Those who choose ballot numbers.
  MCCrashers,         \* Those who crash.
  MCAsks              \* How often a lease is asked for in a ballot.

MCOne   == 1 .. 1
MCTwo   == 1 .. 2
MCThree == 1 .. 3

MCNone == [p \in Participant |-> {}]

(* How often a lease was asked for in p's ballot.                          *)
MCAsked(p) == Cardinality({m.time : m \in {n \in msgs : n.type = "LeaseRequest" /\ n.number = lastTried[p]}})

MCHolds ==
  \/ \E p \in Participant :
       \/ p \in MCProposers /\ ParliamentNumber(p) /\ UNCHANGED <<leaseVars, now>>
       \/ ParliamentLastVote(p) /\ UNCHANGED <<leaseVars, now>>
       \/ GrantSteps(p)
       \/ MCAsked(p) < MCAsks /\ AnyRequestLease(p)
       \/ p \in MCCrashers /\ AnyLoseGrants(p)
  \/ Tick

MCHoldsWithout ==
  {"ParliamentBeginBallot", "ParliamentVoted", "ParliamentSuccess", "ParliamentRemind", "ParliamentSnapshot",
   "ProposeSteps", "CommandSteps", "AnyAgain", "QuerySteps", "AnyRound", "SnapshotSteps", "ClientSteps", "AnyLeaseRead"}
-----------------------------------------------------------------------------
(* With Term = 0: the steps of Lease, and those of Replica from the same   *)
(* states.                                                                 *)
MCReplica == ReplicaNext /\ UNCHANGED <<leaseVars, now>>

MCReplicaWithout == {"LeaseSteps", "Tick"}

MCBound ==
  /\ \A c \in Client : issued[c] <= 1 /\ asked[c] <= 1
  /\ \A p \in Participant : round[p] <= 1

MCClient      == {101}
MCCommands    == [p \in Participant |-> Batches([client: Client, seq: {1}, op: Operations])]
MCStates      == [value: {0, 1}, sessions: SUBSET [client: Client, seq: {1}, answer: {0, 1}]]

(* Each step is one of Replica.                                            *)
IsReplica == [][ReplicaNext]_<<parliament, replicaVars, clientVars, msgs>>
=============================================================================
