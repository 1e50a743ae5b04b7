--------------------- MODULE ReplicaRetryAppliedMonitor ---------------------
EXTENDS ReplicaRetryApplied
=============================================================================
