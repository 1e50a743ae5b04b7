---------------------- MODULE MultiDecreeOverLostVote -----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
