--------------------- MODULE MultiDecreeHeardOfCutOnly ----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
