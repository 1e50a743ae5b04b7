--------------------- MODULE MultiDecreeHandleLastVote ----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
