------------------- MODULE MultiDecreeCutNotToldCoherence -------------------
EXTENDS MultiDecreeCutNotTold
=============================================================================
