-------------------- MODULE WindowOfReplicaLastForgotten --------------------
EXTENDS MCReplicaWindow
=============================================================================
