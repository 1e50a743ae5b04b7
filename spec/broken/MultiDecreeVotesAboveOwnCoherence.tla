----------------- MODULE MultiDecreeVotesAboveOwnCoherence ------------------
EXTENDS MultiDecreeVotesAboveOwn
=============================================================================
