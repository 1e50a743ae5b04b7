---------------------- MODULE LeaseCountedFromReceipt -----------------------
(***************************************************************************)
(* p counts the term from when it receives the grant, not from when it     *)
(* asked for it. The longer the grant was on its way, the longer p reads   *)
(* after it has ended.                                                     *)
(***************************************************************************)
EXTENDS MCLease

BrokenHandleGrant(p, m) ==
  /\ Received(m)
  /\ m.type = "Grant"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ m.number = lastTried[p]
  /\ ~\E g \in grants[p] : g.from = m.from /\ g.number = m.number
  /\ grants' = [grants EXCEPT ![p] = @ \cup {[from |-> m.from, number |-> m.number, time |-> now]}]
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, clientVars, granted, now>>
=============================================================================
