---------------------------- MODULE MCLeaseGraph -----------------------------
(***************************************************************************)
(* Lease on Replica and MultiDecree as they stand, in models so small that *)
(* everything is in them but that time passes: it stands still, and clocks *)
(* show what they may at one moment.  What ends when time passes MCLease   *)
(* has.                                                                    *)
(***************************************************************************)
EXTENDS Lease, MCReplicaGraph

(* What happens beside the steps of Replica.                               *)
MCLeavesLeases == UNCHANGED <<leaseVars, now>>

MCRequestLease(p) == \E t \in Readings : RequestLease(p, t)
MCGrantLease(p)   == \E m \in msgs, t \in Readings : GrantLease(p, m, t)
MCHandleGrant(p)  == \E m \in msgs : HandleGrant(p, m)
MCLeaseRead(p)    == \E m \in msgs, t \in Readings : LeaseRead(p, m, t)
MCPromise(p)      == \E m \in msgs, t \in Readings : Promise(p, m, t)
MCLoseGrants(p)   == \E t \in Readings : LoseGrants(p, t)

MCLeaseGraphNext ==
  \/ MCOthers
  \/ \E p \in Participant :
       \/ MCRequestLease(p)
       \/ MCGrantLease(p)
       \/ MCHandleGrant(p)
       \/ MCLeaseRead(p)
       \/ MCPromise(p)
       \/ MCLoseGrants(p)
=============================================================================
