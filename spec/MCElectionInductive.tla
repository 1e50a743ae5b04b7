------------------------ MODULE MCElectionInductive -------------------------
(***************************************************************************)
(* Inv is inductive: from every state in which it holds, reachable or not, *)
(* each step ends in a state in which it holds.  All such states of a      *)
(* bounded domain are initial here, and one step is taken from each.       *)
(*                                                                         *)
(* With more than one participant Inv says which ballots were claimed: the *)
(* ones that have heartbeats, which then are all there.  Free are which    *)
(* those are, which of them each follows, if it is none below one of its   *)
(* own, and the roles.  These states are as many as MCElection reaches     *)
(* with the same bounds: Inv holds where one can get, and nowhere else.    *)
(***************************************************************************)
EXTENDS MCElection, TLC

MCInit ==
  \E claimed \in SUBSET Ballot :
    /\ msgs = UNION {Heartbeats(b[2], b) : b \in claimed}
    /\ ballot \in {follows \in [Participant -> claimed \cup {NoBallot}] : \A b \in claimed : ~IsHigher(b, follows[b[2]])}
    /\ role \in [Participant -> {"down", "follower", "candidate", "leader"}]
    /\ LeadersOwnTheirBallots

MCOneStep == TLCGet("level") < 1
=============================================================================
