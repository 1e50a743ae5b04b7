----------------------- MODULE MultiDecreeCutNotTold ------------------------
(***************************************************************************)
(* p answers without telling how far it has truncated. The asker takes     *)
(* what is truncated for a gap, and a majority without p may pass          *)
(* something else there. Of two participants each is needed, and p does    *)
(* not vote where it has truncated: so it takes three to do harm.          *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenLastVoteTo(p, m) ==
  {[type |-> "LastVote", from |-> p, dest |-> m.from, number |-> m.number,
    votes |-> Above(votes[p], m.first - 1), cut |-> 0]}
=============================================================================
