----------------------- MODULE EnabledInInstanceInner -----------------------
(* What EnabledInInstance has an instance of.                                  *)
EXTENDS Naturals, Sequences

VARIABLES turn, mark, list

Serve ==
  /\ mark' = 9
  /\ turn' = 1
  /\ list' = SelectSeq(list, LAMBDA x : x # turn')
  /\ Len(list') = 2

MayServe == ENABLED Serve
=============================================================================
