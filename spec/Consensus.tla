----------------------------- MODULE Consensus -----------------------------
(***************************************************************************)
(* What every protocol that chooses a decree must look like from outside: *)
(* at some moment a decree is chosen, and from then on nothing changes.    *)
(*                                                                         *)
(* Synod refines this module.  It leaves out who chose, how, and who knows *)
(* of it.  Read it first: it is all that a user of the Synod relies on.    *)
(*                                                                         *)
(* Source: L. Lamport, The Part-Time Parliament (PTP), section 2.1, where  *)
(* it is called consistency of the ledgers.                                *)
(***************************************************************************)
EXTENDS FiniteSets, Naturals

CONSTANT Decree       \* The decrees that may be chosen.

VARIABLE chosen       \* The set of decrees that have been chosen.

Init == chosen = {}

(* One decree is chosen, out of nothing, and for good.                     *)
Decide(d) ==
  /\ chosen = {}
  /\ chosen' = {d}

Next == \E d \in Decree : Decide(d)

Spec == Init /\ [][Next]_chosen
-----------------------------------------------------------------------------
TypeOK == chosen \subseteq Decree

(* At most one decree is chosen.  That one is ever chosen is not said here *)
(* and not true of Paxos without assumptions: see Synod!LiveSpec.          *)
AtMostOne == Cardinality(chosen) <= 1

THEOREM Spec => [](TypeOK /\ AtMostOne)    \* Checked by MCConsensus.
=============================================================================
