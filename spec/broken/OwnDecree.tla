---------------------------- MODULE OwnDecree -------------------------------
(***************************************************************************)
(* p puts a decree of its own to the vote although a vote was reported to  *)
(* it. Coherence sees it too, when the vote was one of a majority.         *)
(***************************************************************************)
EXTENDS MCSynod

BrokenChoices(p) == Proposals[p]
=============================================================================
