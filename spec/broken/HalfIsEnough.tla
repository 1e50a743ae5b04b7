--------------------------- MODULE HalfIsEnough -----------------------------
(***************************************************************************)
(* Half of the participants pass for a majority. Of an even number, two    *)
(* halves need not meet. Of an odd number half is never reached, and this  *)
(* is right: tests with three participants do not see it.                  *)
(***************************************************************************)
EXTENDS MCSynod

BrokenIsMajority(Q) == 2 * Cardinality(Q) >= Cardinality(Participant)
=============================================================================
