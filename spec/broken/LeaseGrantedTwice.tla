------------------------- MODULE LeaseGrantedTwice --------------------------
(***************************************************************************)
(* p grants a lease while one that it granted to somebody else still       *)
(* stands, and then remembers only the later one.                          *)
(***************************************************************************)
EXTENDS MCLease

BrokenGrantLease(p, m, t) ==
  /\ Received(m)
  /\ m.type = "LeaseRequest"
  /\ m.dest = p
  /\ Shows(t)
  /\ 0 < Term
  /\ ~IsHigher(nextBal[p], m.number)
  /\ granted' = [granted EXCEPT ![p] = [holder |-> m.from, until |-> t + Term]]
  /\ Send(GrantTo(p, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars, grants, now>>
=============================================================================
