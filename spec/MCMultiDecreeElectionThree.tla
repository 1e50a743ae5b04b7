--------------------- MODULE MCMultiDecreeElectionThree ---------------------
EXTENDS MCMultiDecreeElection
=============================================================================
