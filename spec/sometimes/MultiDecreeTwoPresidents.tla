---------------------- MODULE MultiDecreeTwoPresidents ----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
