--------------------- MODULE ReplicaNotConfirmedMonitor ---------------------
EXTENDS ReplicaNotConfirmed
=============================================================================
