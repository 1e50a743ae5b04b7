--------------------- MODULE SecondBeginBallotCoherence ---------------------
EXTENDS SecondBeginBallot
=============================================================================
