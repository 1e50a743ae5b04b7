----------------------- MODULE MCMultiDecreeWindowTwo -----------------------
EXTENDS MCMultiDecreeWindow
=============================================================================
