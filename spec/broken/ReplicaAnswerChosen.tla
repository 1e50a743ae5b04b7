------------------------- MODULE ReplicaAnswerChosen ------------------------
(***************************************************************************)
(* A president answers a command when it has passed, and not when it is    *)
(* executed: as if all gaps below were filled with olive-day decrees. As   *)
(* long as they are, that is right. If a client's decree is passed in a    *)
(* gap (ReplicaGapFilled), two clients are told one value.                 *)
(***************************************************************************)
EXTENDS MCReplica

BrokenDecreeAt(S, i) == IF i \in InstancesOf(S) THEN (CHOOSE e \in S : e.instance = i).decree ELSE NoOp

(* p can tell the answer if it has all that has passed below.              *)
KnowsBelow(p, i) == \A j \in InstancesOf(MCPassed) : j < i => IsWritten(p, j)

EarlyAnswers(p, i, d) ==
  LET given == BatchEffects(Fold(MCPassed, i - 1), d)
  IN  IF KnowsBelow(p, i)
      THEN {[type |-> "Answer", from |-> p, dest |-> given[j].client, seq |-> given[j].seq, answer |-> given[j].answer] :
              j \in DOMAIN given}
      ELSE {}

BrokenMCPass(p, i, d) ==
  /\ status[p] = "presiding"
  /\ CanStillPass(lastTried[p])
  /\ i \in Instances /\ i <= written[p] + Window
  /\ ledger' = [ledger EXCEPT ![p] = @ \cup {[instance |-> i, decree |-> d]}]
  /\ written' = [written EXCEPT ![p] = WrittenWith(p, i)]
  /\ Send([type: {"Success"}, from: {p}, dest: Participant, instance: {i}, decree: {d}] \cup EarlyAnswers(p, i, d))
  /\ UNCHANGED <<lastTried, nextBal, votes, cut, snapshot, volatileVars, replicaVars, clientVars>>

(* Then a command takes effect when it has passed.                         *)
BrokenMCReachedNext == Maximum({0} \cup InstancesOf(MCPassed'))

(* Clients' decrees in gaps.                                               *)
BrokenMCFillings(p) == {d \in Batches(requests[p]) : Len(d) <= MCBatch}
=============================================================================
