------------------------- MODULE ReplicaCutNotHeard -------------------------
(***************************************************************************)
(* MultiDecreeCutNotHeard once more: p inherits what it was told of, but   *)
(* for what others have truncated.                                         *)
(***************************************************************************)
EXTENDS MCReplicaParliament

BrokenHighestHeard(p, k, t) == Maximum({written[p]} \cup InstancesOf(ledger[p]) \cup InstancesOf(k))
=============================================================================
