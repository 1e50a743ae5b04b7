---------------------- MODULE MultiDecreeNoOpOverVote -----------------------
(***************************************************************************)
(* p fills a gap with the olive-day decree although a vote in it was told. *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenChoices(p, i) ==
  IF i <= Top(p) THEN {NoOp}
  ELSE IF i = Top(p) + 1 THEN Proposals[p]
  ELSE {}
=============================================================================
