----------------------- MODULE ReplicaInheritedIgnored ----------------------
(***************************************************************************)
(* A president reads at its own commit point: what it has written itself.  *)
(* What passed in the ballots of others, and was answered, it may not have *)
(* written yet.                                                            *)
(***************************************************************************)
EXTENDS MCReplica

BrokenReadPoint(p) == written[p]
=============================================================================
