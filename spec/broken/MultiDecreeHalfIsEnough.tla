---------------------- MODULE MultiDecreeHalfIsEnough -----------------------
(***************************************************************************)
(* Half of the participants pass for a majority. Of an even number, two    *)
(* halves need not meet.                                                   *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenIsMajority(Q) == 2 * Cardinality(Q) >= Cardinality(Participant)
=============================================================================
