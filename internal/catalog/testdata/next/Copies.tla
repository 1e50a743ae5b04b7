---- MODULE Copies ----
(* It lists steps of its own accord. *)
EXTENDS MCSynod

MCNext ==
  \/ \E p \in Participant : AnyNumber(p) \/ (\E q \in {p} : AnyNextBallot(q)) \/ AnyBegin(p)
  \/ \E p \in Participant : LearnSteps(p) \/ AnyCrash(p) \/ (p > 1 /\ (AnyLastVote(p) \/ AnyBeginBallot(p)))
====
