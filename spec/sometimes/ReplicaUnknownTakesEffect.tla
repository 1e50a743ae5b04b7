--------------------- MODULE ReplicaUnknownTakesEffect ----------------------
EXTENDS MCReplicaSometimes
=============================================================================
