------------------------ MODULE LeaseGrantForgotten -------------------------
(***************************************************************************)
(* Who crashes goes on as if it had granted nothing.                       *)
(***************************************************************************)
EXTENDS MCLease

BrokenLoseGrants(p, t) ==
  /\ Shows(t)
  /\ Lose(p)
  /\ granted' = [granted EXCEPT ![p] = NoGrant]
  /\ grants' = [grants EXCEPT ![p] = {}]
  /\ UNCHANGED now
=============================================================================
