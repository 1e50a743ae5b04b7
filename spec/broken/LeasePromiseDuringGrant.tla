---------------------- MODULE LeasePromiseDuringGrant -----------------------
(***************************************************************************)
(* p promises a ballot of somebody else while what it granted still        *)
(* stands.                                                                 *)
(***************************************************************************)
EXTENDS MCLease

BrokenPromise(p, m, t) ==
  /\ Received(m)
  /\ m.type = "NextBallot"
  /\ Shows(t)
  /\ HandleNextBallot(p, m)
  /\ UNCHANGED <<replicaVars, clientVars, leaseVars, now>>
=============================================================================
