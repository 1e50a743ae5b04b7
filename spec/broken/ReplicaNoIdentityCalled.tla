---------------------- MODULE ReplicaNoIdentityCalled -----------------------
EXTENDS ReplicaNoIdentity
=============================================================================
