---------------------- MODULE SecondBeginBallotQuorum -----------------------
(***************************************************************************)
(* The second BeginBallot with the answers of another majority, from where *)
(* SecondBeginBallot.md ends: 1.1 is about a and 3 has voted in it, 1.2 is *)
(* about b and about a, and nobody has voted in it.  The harm is done with *)
(* a third ballot.                                                         *)
(***************************************************************************)
EXTENDS SecondBeginBallot

NullVoteOf(p) == [voter |-> p, number |-> NoNumber, decree |-> Blank]
VoteOf3       == [voter |-> 3, number |-> <<1, 1>>, decree |-> "a"]

Answer(p, number, vote) ==
  [type |-> "LastVote", from |-> p, dest |-> number[2], number |-> number, vote |-> vote]

MCInit ==
  /\ lastTried = <<<<1, 1>>, <<1, 2>>, NoNumber>>
  /\ nextBal = <<<<1, 2>>, <<1, 2>>, <<1, 2>>>>
  /\ prevVote = <<NullVoteOf(1), NullVoteOf(2), VoteOf3>>
  /\ ledger = <<Blank, Blank, Blank>>
  /\ status = <<"trying", "trying", "idle">>
  /\ prevVotes = <<{NullVoteOf(1), NullVoteOf(2)}, {NullVoteOf(1), NullVoteOf(2), VoteOf3}, {}>>
  /\ decree = <<"a", "a", Blank>>
  /\ voters = <<{}, {}, {}>>
  /\ msgs =
       NextBallots(1, <<1, 1>>) \cup NextBallots(2, <<1, 2>>)
         \cup {Answer(1, <<1, 1>>, NullVoteOf(1)), Answer(2, <<1, 1>>, NullVoteOf(2))}
         \cup {Answer(1, <<1, 2>>, NullVoteOf(1)), Answer(2, <<1, 2>>, NullVoteOf(2)), Answer(3, <<1, 2>>, VoteOf3)}
         \cup {[type |-> "Voted", from |-> 3, dest |-> 1, number |-> <<1, 1>>]}
         \cup [type: {"BeginBallot"}, from: {1}, dest: Participant, number: {<<1, 1>>}, decree: {"a"}]
         \cup [type: {"BeginBallot"}, from: {2}, dest: Participant, number: {<<1, 2>>}, decree: {"a", "b"}]

MCNext == MCInTurn \/ \E p \in Participant : AnyVoted(p)

MCNextWithout == {"AnySuccess", "AnyCrash"}
=============================================================================
