---------------------- MODULE ReplicaSessionsForgotten ----------------------
(***************************************************************************)
(* A snapshot holds the counter and not the sessions. Who goes on from it  *)
(* does not know what was executed, and executes a retry again.            *)
(***************************************************************************)
EXTENDS MCReplica

BrokenTakeSnapshot(p) ==
  /\ Truncate(p, executed[p], [value |-> value[p], sessions |-> {}])
  /\ UNCHANGED <<replicaVars, clientVars>>
=============================================================================
