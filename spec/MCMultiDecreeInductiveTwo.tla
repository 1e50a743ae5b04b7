--------------------- MODULE MCMultiDecreeInductiveTwo ----------------------
EXTENDS MCMultiDecreeInductive
=============================================================================
