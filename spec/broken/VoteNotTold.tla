--------------------------- MODULE VoteNotTold ------------------------------
(***************************************************************************)
(* p answers every ballot with a null vote. Coherence sees it too.         *)
(***************************************************************************)
EXTENDS MCSynod

BrokenLastVoteTo(p, m) ==
  {[type |-> "LastVote", from |-> p, dest |-> m.from, number |-> m.number,
    vote |-> [voter |-> p, number |-> NoNumber, decree |-> Blank]]}
=============================================================================
