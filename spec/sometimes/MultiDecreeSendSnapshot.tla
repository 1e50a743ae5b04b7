---------------------- MODULE MultiDecreeSendSnapshot -----------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
