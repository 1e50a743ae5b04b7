---------------------- MODULE ReplicaAnswerChosenTrue -----------------------
EXTENDS ReplicaAnswerChosen
=============================================================================
