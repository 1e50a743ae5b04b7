-------------------- MODULE ReplicaInheritedIgnoredSafe ---------------------
EXTENDS ReplicaInheritedIgnored
=============================================================================
