------------------ MODULE ReplicaSessionsForgottenMonitor -------------------
EXTENDS ReplicaSessionsForgotten
=============================================================================
