----------------------- MODULE MultiDecreeOutOfOrder ------------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
