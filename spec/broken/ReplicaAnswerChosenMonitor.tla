--------------------- MODULE ReplicaAnswerChosenMonitor ---------------------
EXTENDS ReplicaAnswerChosen
=============================================================================
