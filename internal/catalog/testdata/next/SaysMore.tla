---- MODULE SaysMore ----
(* It says that it leaves out what it takes, and what there is not. *)
EXTENDS MCSynod

MCNext        == \E p \in Participant : AnyNumber(p) \/ VoteSteps(p) \/ PollSteps(p) \/ LearnSteps(p) \/ AnyCrash(p)
MCNextWithout == {"Crash", "LeanSteps"}
====
