---------------------- MODULE MCReplicaParliamentThree ----------------------
EXTENDS MCReplicaParliament
=============================================================================
