------------------- MODULE MultiDecreeChooseBallotNumber --------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
