------------------ MODULE ElectionBallotForgottenHeartbeat ------------------
EXTENDS ElectionBallotForgotten
=============================================================================
