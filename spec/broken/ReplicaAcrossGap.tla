-------------------------- MODULE ReplicaAcrossGap --------------------------
(***************************************************************************)
(* p executes the next decree that it has, whether or not it has those     *)
(* before. What was in the gap it never executes.                          *)
(***************************************************************************)
EXTENDS MCReplica

Later(p)    == InstancesOf(Above(ledger[p], executed[p]))
NextOf(p)   == CHOOSE i \in Later(p) : \A j \in Later(p) : i <= j
StateAt(p)  == AfterBatch(StateOf(p), DecreeAt(ledger[p], NextOf(p)))

BrokenExecute(p) ==
  /\ Later(p) # {}
  /\ executed' = [executed EXCEPT ![p] = NextOf(p)]
  /\ value' = [value EXCEPT ![p] = StateAt(p).value]
  /\ sessions' = [sessions EXCEPT ![p] = StateAt(p).sessions]
  /\ requests' = [requests EXCEPT ![p] = @ \ Done(p, StateAt(p).sessions)]
  /\ Send(ClientAnswers(p, Done(p, StateAt(p).sessions), StateAt(p).sessions))
  /\ UNCHANGED <<parliament, queries, round, confirms, clientVars>>
=============================================================================
