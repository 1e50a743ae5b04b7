------------------ MODULE MultiDecreeNoOpOverVoteCoherence ------------------
EXTENDS MultiDecreeNoOpOverVote
=============================================================================
