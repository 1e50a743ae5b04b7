----------------- MODULE MultiDecreeOwnDecreeInGapCoherence -----------------
EXTENDS MultiDecreeOwnDecreeInGap
=============================================================================
