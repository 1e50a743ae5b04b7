-------------------- MODULE MultiDecreeHandleBeginBallot --------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
