-------------------- MODULE LeaseCountedFromReceiptTrue ---------------------
EXTENDS LeaseCountedFromReceipt
=============================================================================
