---------------------- MODULE MultiDecreeDeposedBegins ----------------------
EXTENDS MCMultiDecreeElection
=============================================================================
