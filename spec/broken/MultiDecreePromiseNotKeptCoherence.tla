----------------- MODULE MultiDecreePromiseNotKeptCoherence -----------------
EXTENDS MultiDecreePromiseNotKept
=============================================================================
