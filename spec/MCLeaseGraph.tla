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

(* All steps but Tick, each by itself, so that TLC can tell its name.      *)
MCLeaseGraphNext == LeaseReplicaNext \/ \E p \in Participant : LeaseSteps(p)

MCLeaseGraphNextWithout == {"Tick"}
=============================================================================
