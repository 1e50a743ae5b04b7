------------------------------ MODULE MCSynod ------------------------------
(***************************************************************************)
(* The participants and proposals of the models of Synod.  Which of them a *)
(* model has, and what it checks, is in its cfg.                           *)
(***************************************************************************)
EXTENDS Synod, TLC

MCTwo   == 1 .. 2
MCThree == 1 .. 3
MCFour  == 1 .. 4

MCTwoPropose    == 1 :> {"a"} @@ 2 :> {"b"}
MCTwoOf3Propose == 1 :> {"a"} @@ 2 :> {"b"} @@ 3 :> {}
MCThreePropose  == 1 :> {"a"} @@ 2 :> {"b"} @@ 3 :> {"a"}

(* Participant 1 has two decrees and may propose either.                   *)
MCOneProposesTwo == 1 :> {"a", "b"} @@ 2 :> {"a"}
MCTwoOf4Propose  == 1 :> {"a", "b"} @@ 2 :> {"b"} @@ 3 :> {} @@ 4 :> {}

(* Ballots are held in turn: a number is chosen when the last ballot has   *)
(* begun, it is above all that were tried, and from then on only messages  *)
(* about it are received.  Nobody crashes, nobody counts votes.            *)
(* For variants that it takes three ballots to refute.  It leaves out much *)
(* that may happen, so only what is refuted in it is worth something.      *)
MCLatest == CHOOSE n \in {lastTried[p] : p \in Participant} : \A p \in Participant : ~IsHigher(lastTried[p], n)

MCInTurn ==
  \E p \in Participant :
    \/ /\ \A q \in Participant : lastTried[q] \in {NoNumber} \cup {b[1] : b \in Begun}
       /\ \E number \in NumbersOf(p) : IsHigher(number, MCLatest) /\ ChooseBallotNumber(p, number)
    \/ AnyBegin(p)
    \/ lastTried[p] = MCLatest /\ AnyLastVote(p)
    \/ VoteSteps(p) /\ nextBal'[p] = MCLatest

MCInTurnWithout == {"LearnSteps", "AnyCrash"}
=============================================================================
