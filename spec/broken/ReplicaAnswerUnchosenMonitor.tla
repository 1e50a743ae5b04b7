-------------------- MODULE ReplicaAnswerUnchosenMonitor --------------------
EXTENDS ReplicaAnswerUnchosen
=============================================================================
