--------------------------- MODULE MCReplicaGraph ----------------------------
(***************************************************************************)
(* Replica on MultiDecree as it stands, in models so small that everything *)
(* is in them; the other models of Replica stand on an abstract log        *)
(* (MCReplica).                                                            *)
(*                                                                         *)
(* The steps are those of ReplicaNext, but for bounds on who presides, on  *)
(* what clients call and ask and on how often a president confirms.        *)
(***************************************************************************)
EXTENDS Replica, TLC

CONSTANTS
  MCCalls,            \* How many commands a client calls, of the operations below.
  MCOperations,       \* The operations that it calls.
  MCAsks,             \* How many queries it asks.
  MCRounds,           \* How often a president confirms.
  MCPresidents        \* Who may choose a ballot number.

MCOne    == 1 .. 1
MCTwo    == 1 .. 2
MCClient == {101}

MCCommands  == [client: Client, seq: 1 .. MCCalls, op: MCOperations]
MCProposals == [p \in Participant |-> Batches(MCCommands)]
MCStates    == [value: 0 .. MCCalls, sessions: SUBSET [client: Client, seq: 1 .. MCCalls, answer: 0 .. MCCalls]]
-----------------------------------------------------------------------------
(* The steps that are bounded here.                                        *)
MCNumber(p)  == p \in MCPresidents /\ \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)
MCConfirm(p) == round[p] < MCRounds /\ Confirm(p) /\ Beside
MCCall(c)    == issued[c] < MCCalls /\ (\E op \in MCOperations : Call(c, op)) /\ Beside
MCAsk(c)     == asked[c] < MCAsks /\ (\E op \in ReadOperations : Ask(c, op)) /\ Beside
-----------------------------------------------------------------------------
(* The parliament alone: what it sends, and its variables as they are.     *)
M == INSTANCE MultiDecree WITH msgs <- {m \in msgs : m.type \notin ReplicaTypes}

(* Whatever Replica does, the parliament under it does what MultiDecree    *)
(* lets it do; so what is checked there holds here.                        *)
MCParliament == M!Spec
MCInv        == M!Inv /\ M!Coherence /\ M!ReadIndexLemma
=============================================================================
