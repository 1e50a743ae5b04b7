------------------------ MODULE ReplicaLedgerIgnored ------------------------
(***************************************************************************)
(* A president reads at what it has inherited, and has written without a   *)
(* gap. What it had passed above a gap in its ledger others may have       *)
(* executed and answered: they have what is in the gap.                    *)
(***************************************************************************)
EXTENDS MCReplica

BrokenReadPoint(p) == Maximum({written[p], inherited[p]})

(* Few of the steps, in an order in which it shows: queries come last. It  *)
(* leaves out much that may happen, so only what is refuted in it is worth *)
(* something.                                                              *)
MCInTurn ==
  MCStep(LAMBDA p :
    IF asked[102] = 0
    THEN MCDoLog(p)
    ELSE p = 2 /\ (MCDoQueries(p) \/ MCLearn(p) \/ Execute(p)) \/ AnyConfirm(p))
=============================================================================
