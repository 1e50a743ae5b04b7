---------------------- MODULE ReplicaElectedMeanwhile -----------------------
EXTENDS MCReplicaSometimes
=============================================================================
