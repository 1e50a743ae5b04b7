--------------------- MODULE MultiDecreeLaggardPresides ---------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
