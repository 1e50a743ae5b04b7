--------------------- MODULE MultiDecreeInstallSnapshot ---------------------
EXTENDS MCMultiDecreeSometimes
=============================================================================
