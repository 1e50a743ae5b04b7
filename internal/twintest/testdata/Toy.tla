-------------------------------- MODULE Toy --------------------------------
(* Counters up to 2.  Add has a guard more than it needs.                  *)
EXTENDS Naturals

CONSTANT Participant

VARIABLES count, msgs

Init ==
  /\ count = [p \in Participant |-> 0]
  /\ msgs = {}

Add(p) ==
  /\ count[p] < 2
  /\ count[p] # 3
  /\ count' = [count EXCEPT ![p] = @ + 1]
  /\ UNCHANGED msgs

TypeOK ==
  /\ \A p \in Participant : count[p] \in 0 .. 2
  /\ msgs = {}
============================================================================
