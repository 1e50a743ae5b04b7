-------------------- MODULE MultiDecreeHandleNextBallot ---------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
