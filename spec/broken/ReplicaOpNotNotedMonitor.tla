---------------------- MODULE ReplicaOpNotNotedMonitor ----------------------
EXTENDS ReplicaOpNotNoted
=============================================================================
