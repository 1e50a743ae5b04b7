------------------------ MODULE LeaseHolderNotNoted -------------------------
(***************************************************************************)
(* p does not note to whom it granted a lease, only until when.            *)
(***************************************************************************)
EXTENDS MCLease

BrokenGrantLease(p, m, t) ==
  /\ Received(m)
  /\ m.type = "LeaseRequest"
  /\ m.dest = p
  /\ Shows(t)
  /\ 0 < Term
  /\ ~IsHigher(nextBal[p], m.number)
  /\ ~IsGrantedToOther(p, m.from, t)
  /\ granted' = [granted EXCEPT ![p] = [until |-> t + Term]]
  /\ Send(GrantTo(p, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, grants, now>>
=============================================================================
