------------------- MODULE ReplicaInheritedIgnoredMonitor -------------------
EXTENDS ReplicaInheritedIgnored
=============================================================================
