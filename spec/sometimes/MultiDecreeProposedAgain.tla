---------------------- MODULE MultiDecreeProposedAgain ----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
