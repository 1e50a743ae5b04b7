---------------------- MODULE ReplicaRetryAppliedTwice ----------------------
EXTENDS ReplicaRetryApplied
=============================================================================
