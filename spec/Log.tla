-------------------------------- MODULE Log ---------------------------------
(***************************************************************************)
(* What many decrees are to agree on: in each instance at most one decree  *)
(* is ever chosen, and what is chosen stays so.  A Consensus for each      *)
(* instance; instances may be decided in any order.                        *)
(*                                                                         *)
(* Read Consensus before.  MultiDecree refines this.                       *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Instances,          \* The instances: a set of positive numbers.
  Decrees             \* What may be chosen in them.

VARIABLE chosen       \* chosen[i]: the decrees chosen in instance i.

TypeOK == chosen \in [Instances -> SUBSET Decrees]

Init == chosen = [i \in Instances |-> {}]

(* d is chosen in instance i, where nothing has been.                      *)
Decide(i, d) ==
  /\ chosen[i] = {}
  /\ chosen' = [chosen EXCEPT ![i] = {d}]

Next == \E i \in Instances, d \in Decrees : Decide(i, d)

Spec == Init /\ [][Next]_chosen
-----------------------------------------------------------------------------
(* No instance has two decrees.                                            *)
AtMostOneEach == \A i \in Instances : Cardinality(chosen[i]) <= 1

THEOREM Spec => []AtMostOneEach               \* Checked by MCLog.
=============================================================================
