-------------------- MODULE ElectionBallotForgottenReign --------------------
EXTENDS ElectionBallotForgotten
=============================================================================
