---------------------- MODULE ReplicaOpNotNotedCounter ----------------------
EXTENDS ReplicaOpNotNoted
=============================================================================
