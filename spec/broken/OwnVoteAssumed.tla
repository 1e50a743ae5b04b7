-------------------------- MODULE OwnVoteAssumed ----------------------------
(***************************************************************************)
(* p counts its own vote for its ballot without having cast it. It may     *)
(* then promise not to cast it.                                            *)
(***************************************************************************)
EXTENDS MCSynod

BrokenPasses(p, m) == IsMajority(voters[p] \cup {p, m.from})
=============================================================================
