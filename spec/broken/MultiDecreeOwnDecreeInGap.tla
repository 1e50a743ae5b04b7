--------------------- MODULE MultiDecreeOwnDecreeInGap ----------------------
(***************************************************************************)
(* p fills a gap with a decree of its own where no vote was told. Each     *)
(* instance still has one decree; but what is proposed now comes before    *)
(* what passed long ago.                                                   *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenChoices(p, i) ==
  LET decrees == {v.decree : v \in {w \in known[p] : w.instance = i}}
  IN  IF decrees # {} THEN decrees
      ELSE IF i <= Top(p) + 1 THEN Proposals[p]
      ELSE {}
=============================================================================
