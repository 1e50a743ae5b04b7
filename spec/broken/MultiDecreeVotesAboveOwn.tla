---------------------- MODULE MultiDecreeVotesAboveOwn ----------------------
(***************************************************************************)
(* p tells its votes above what it has written itself, and not from where  *)
(* the asker asked. Who has fallen behind then takes for a gap what p      *)
(* knows to have passed. Two participants do not see the harm: the asker   *)
(* has voted, too, and tells itself.                                       *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenLastVoteTo(p, m) ==
  {[type |-> "LastVote", from |-> p, dest |-> m.from, number |-> m.number,
    votes |-> Above(votes[p], written[p]), cut |-> cut[p]]}
=============================================================================
