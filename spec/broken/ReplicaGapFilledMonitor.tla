---------------------- MODULE ReplicaGapFilledMonitor -----------------------
EXTENDS ReplicaAnswerChosen
=============================================================================
