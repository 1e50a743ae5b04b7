----------------------- MODULE LeaseGrantedToDeposed ------------------------
(***************************************************************************)
(* p grants a lease to who presides in a ballot lower than it has          *)
(* promised. Others may preside in a higher one already.                   *)
(***************************************************************************)
EXTENDS MCLease

BrokenGrantLease(p, m, t) ==
  /\ Received(m)
  /\ m.type = "LeaseRequest"
  /\ m.dest = p
  /\ Shows(t)
  /\ 0 < Term
  /\ ~IsGrantedToOther(p, m.from, t)
  /\ granted' = [granted EXCEPT ![p] = [holder |-> m.from, until |-> t + Term]]
  /\ Send(GrantTo(p, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, grants, now>>
=============================================================================
