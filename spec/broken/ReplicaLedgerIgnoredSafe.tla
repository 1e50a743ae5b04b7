---------------------- MODULE ReplicaLedgerIgnoredSafe ----------------------
EXTENDS ReplicaLedgerIgnored
=============================================================================
