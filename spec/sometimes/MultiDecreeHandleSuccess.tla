---------------------- MODULE MultiDecreeHandleSuccess ----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
