--------------------------- MODULE SmallestVote -----------------------------
(***************************************************************************)
(* p puts to the vote the decree of the lowest vote reported to it, not of *)
(* the highest. It takes three ballots to see it: two with votes for       *)
(* different decrees, and a third that is told of both.                    *)
(***************************************************************************)
EXTENDS MCSynod

BrokenChoices(p) ==
  LET cast    == {v \in prevVotes[p] : v.number # NoNumber}
      lowest  == {v \in cast : \A w \in cast : ~IsHigher(v.number, w.number)}
      decrees == {v.decree : v \in lowest}
  IN  IF decrees = {} THEN Proposals[p] ELSE decrees
=============================================================================
