---- MODULE LeavesOut ----
(* A step is missing. *)
EXTENDS MCSynod

MCNext == \E p \in Participant : (p > 0 /\ AnyNumber(p)) \/ VoteSteps(p) \/ PollSteps(p) \/ AnyVoted(p) \/ AnyCrash(p)
====
