----------------------- MODULE MultiDecreeHandleVoted -----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
