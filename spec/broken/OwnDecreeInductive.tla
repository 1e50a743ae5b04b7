------------------------- MODULE OwnDecreeInductive -------------------------
(***************************************************************************)
(* OwnDecree once more: one step from a state in which Inv holds shows it. *)
(* This is to see that MCSynodInductive does check where its steps end.    *)
(***************************************************************************)
EXTENDS MCSynodInductive

BrokenChoices(p) == Proposals[p]
=============================================================================
