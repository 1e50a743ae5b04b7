-------------------------- MODULE MCLeaseSometimes --------------------------
(***************************************************************************)
(* Beside "it always holds" stands "it sometimes happens": each of these   *)
(* says that something never comes about, and TLC must refute it.  For a   *)
(* lease to be outlived all other actions must have been taken.            *)
(*                                                                         *)
(* Its configurations are sometimes/LeaseLoseGrants.cfg and                *)
(* LeaseOutlived.cfg.                                                      *)
(***************************************************************************)
EXTENDS MCLease

NeverLoseGrants == [][~\E p \in Participant : AnyLoseGrants(p)]_allLease

(* A majority has granted p a lease, and another presides later.           *)
NeverOutlived ==
  \A p, q \in Participant :
    status[p] = "presiding" /\ status[q] = "presiding" /\ IsHigher(lastTried[q], lastTried[p]) =>
      ~IsMajority({g.from : g \in {h \in grants[p] : h.number = lastTried[p]}})
=============================================================================
