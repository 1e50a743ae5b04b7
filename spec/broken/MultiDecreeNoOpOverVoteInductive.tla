------------------ MODULE MultiDecreeNoOpOverVoteInductive ------------------
(***************************************************************************)
(* MultiDecreeNoOpOverVote once more: one step from a state in which Inv   *)
(* holds shows it. This is to see that MCMultiDecreeInductive does check   *)
(* where its steps end.                                                    *)
(***************************************************************************)
EXTENDS MCMultiDecreeInductive

BrokenChoices(p, i) ==
  IF i <= Top(p) THEN {NoOp}
  ELSE IF i = Top(p) + 1 THEN Proposals[p]
  ELSE {}
=============================================================================
