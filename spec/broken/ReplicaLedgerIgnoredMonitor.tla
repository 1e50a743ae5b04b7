-------------------- MODULE ReplicaLedgerIgnoredMonitor ---------------------
EXTENDS ReplicaLedgerIgnored
=============================================================================
