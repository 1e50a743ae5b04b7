--------------------- MODULE ReplicaAnswerUnchosenTrue ----------------------
EXTENDS ReplicaAnswerUnchosen
=============================================================================
