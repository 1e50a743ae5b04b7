------------------- MODULE MultiDecreeCutIgnoredCoherence -------------------
EXTENDS MultiDecreeCutIgnored
=============================================================================
