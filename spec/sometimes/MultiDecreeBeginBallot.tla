----------------------- MODULE MultiDecreeBeginBallot -----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
