--------------- MODULE MultiDecreeSecondBeginBallotCoherence ----------------
EXTENDS MultiDecreeSecondBeginBallot
=============================================================================
