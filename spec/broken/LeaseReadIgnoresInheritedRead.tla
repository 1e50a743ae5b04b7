------------------- MODULE LeaseReadIgnoresInheritedRead --------------------
EXTENDS LeaseReadIgnoresInherited
=============================================================================
