--------------------- MODULE MultiDecreeHalfIsEnoughLog ---------------------
EXTENDS MultiDecreeHalfIsEnough
=============================================================================
