----------------- MODULE MultiDecreeVotesForgottenCoherence -----------------
EXTENDS MultiDecreeVotesForgotten
=============================================================================
