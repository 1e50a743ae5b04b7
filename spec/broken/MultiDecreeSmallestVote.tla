---------------------- MODULE MultiDecreeSmallestVote -----------------------
(***************************************************************************)
(* p heeds the lowest vote told to it in an instance, not the highest. It  *)
(* takes three ballots to see it: two with votes for different decrees,    *)
(* and a third that is told of both.                                       *)
(***************************************************************************)
EXTENDS MCMultiDecree

Lowest(S) == {v \in S : \A w \in S : w.instance = v.instance => ~IsHigher(v.number, w.number)}

BrokenKnownWith(p, m) == Lowest(known[p] \cup {v \in m.votes : ~IsWritten(p, v.instance)})
=============================================================================
