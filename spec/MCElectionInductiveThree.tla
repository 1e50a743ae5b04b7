---------------------- MODULE MCElectionInductiveThree ----------------------
EXTENDS MCElectionInductive
=============================================================================
