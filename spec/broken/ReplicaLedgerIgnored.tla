------------------------ MODULE ReplicaLedgerIgnored ------------------------
(***************************************************************************)
(* A president reads at what it has inherited, and has written without a   *)
(* gap. What it had passed above a gap in its ledger others may have       *)
(* executed and answered: they have what is in the gap.                    *)
(***************************************************************************)
EXTENDS MCReplica

BrokenReadPoint(p) == Maximum({written[p], inherited[p]})
=============================================================================
