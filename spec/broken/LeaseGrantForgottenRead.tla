---------------------- MODULE LeaseGrantForgottenRead -----------------------
(***************************************************************************)
(* LeaseGrantForgotten, on the abstract log: who crashes goes on as if it  *)
(* had granted nothing.                                                    *)
(***************************************************************************)
EXTENDS MCLeaseRead

BrokenLoseGrants(p, t) ==
  /\ Shows(t)
  /\ Lose(p)
  /\ granted' = [granted EXCEPT ![p] = NoGrant]
  /\ grants' = [grants EXCEPT ![p] = {}]
  /\ UNCHANGED now
=============================================================================
