---------------------- MODULE ElectionHandleHeartbeat -----------------------
EXTENDS MCElectionSometimes
=============================================================================
