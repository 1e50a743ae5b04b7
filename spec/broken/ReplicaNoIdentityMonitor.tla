---------------------- MODULE ReplicaNoIdentityMonitor ----------------------
EXTENDS ReplicaNoIdentity
=============================================================================
