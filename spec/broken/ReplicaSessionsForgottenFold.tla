-------------------- MODULE ReplicaSessionsForgottenFold --------------------
EXTENDS ReplicaSessionsForgotten
=============================================================================
