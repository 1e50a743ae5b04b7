--------------------------- MODULE MCMultiDecree ----------------------------
(***************************************************************************)
(* The participants, proposals and snapshots of the models of MultiDecree, *)
(* and the steps of their two families.  Which of them a model has, and    *)
(* what it checks, is in its cfg.                                          *)
(*                                                                         *)
(* To record who voted, one by one, in each instance, is what makes these  *)
(* models large.  So one family asks who chose: three participants vote,   *)
(* and nobody counts.  The other asks who learned: two participants do     *)
(* everything.                                                             *)
(***************************************************************************)
EXTENDS MultiDecree, TLC

MCOne   == 1 .. 1
MCTwo   == 1 .. 2
MCThree == 1 .. 3

MCOneProposes   == 1 :> {<<"a">>} @@ 2 :> {}
MCAlone         == 1 :> {<<"a">>}
MCTwoPropose    == 1 :> {<<"a">>} @@ 2 :> {<<"b">>}
MCTwoOf3Propose == 1 :> {<<"a">>} @@ 2 :> {<<"b">>} @@ 3 :> {}
MCThreePropose  == 1 :> {<<"a">>} @@ 2 :> {<<"b">>} @@ 3 :> {<<"a">>}

(* A snapshot is opaque: that there are others makes no difference.        *)
MCStates == {<<"s">>}

(* Who has decrees to propose may preside.                                 *)
MCPreside(p) == (Proposals[p] # {} /\ AnyNumber(p)) \/ PresideSteps(p)

(* Who chose; and the same with crashes.                                   *)
MCChose        == \E p \in Participant : MCPreside(p) \/ VoteSteps(p)
MCChoseCrashed == MCChose \/ \E p \in Participant : AnyCrash(p)

MCChoseCrashedWithout == {"LearnSteps", "TellSteps", "AnyTruncate"}
MCChoseWithout        == MCChoseCrashedWithout \cup {"AnyCrash"}
-----------------------------------------------------------------------------
(* Who chose, with truncation.  For this somebody must know what passed.   *)
(* A president counts the votes of a majority in one step: that it is on   *)
(* its way to one it need not remember.  Of the others one learns of it,   *)
(* and truncates, which is enough to leave votes out.                      *)
MCLearner == {3}

MCCountAll(p) ==
  \E e \in proposed[p] :
    /\ IsMajority({q \in Participant : [voter |-> q, instance |-> e.instance, number |-> lastTried[p]] \in Cast})
    /\ ledger' = [ledger EXCEPT ![p] = @ \cup {e}]
    /\ written' = [written EXCEPT ![p] = WrittenWith(p, e.instance)]
    /\ known' = [known EXCEPT ![p] = Without(@, e.instance)]
    /\ proposed' = [proposed EXCEPT ![p] = Without(@, e.instance)]
    /\ Send(Successes(p, e.instance))
    /\ UNCHANGED <<lastTried, nextBal, votes, cut, snapshot, status, answered, truncated, inherited, voters>>

MCChoseTruncated ==
  \/ MCChose
  \/ \E p \in Participant : MCCountAll(p)
  \/ \E p \in MCLearner : AnySuccess(p) \/ AnyTruncate(p)

MCChoseAll == MCChoseTruncated \/ \E p \in Participant : AnyCrash(p)

MCChoseAllWithout       == {"AnyVoted", "TellSteps", "AnySnapshot"}
MCChoseTruncatedWithout == MCChoseAllWithout \cup {"AnyCrash"}
-----------------------------------------------------------------------------
(* Who learned: everything but messages that nobody would ever receive.    *)
(* What is written stays written, so who has no use for a reminder or a    *)
(* snapshot when it is sent never has.                                     *)
MCRemind(p) ==
  \/ \E q \in Participant, i \in Instances : ~IsWritten(q, i) /\ Remind(p, q, i)
  \/ \E q \in Participant : written[q] < cut[p] /\ SendSnapshot(p, q)

MCLearned ==
  \E p \in Participant :
    MCPreside(p) \/ VoteSteps(p) \/ LearnSteps(p) \/ MCRemind(p) \/ AnyTruncate(p) \/ AnyCrash(p)
-----------------------------------------------------------------------------
(* Ballots are held in turn: a number is chosen when in the last ballot    *)
(* something has begun, it is above all that were tried, and from then on  *)
(* only messages about it are received.  Nobody crashes, nobody counts.    *)
(* For variants that it takes three ballots to refute.  It leaves out much *)
(* that may happen, so only what is refuted in it is worth something.      *)
MCLatest == CHOOSE n \in {lastTried[p] : p \in Participant} : \A p \in Participant : ~IsHigher(lastTried[p], n)

MCInTurn ==
  \E p \in Participant :
    \/ /\ \A q \in Participant : lastTried[q] \in {NoNumber} \cup {b.number : b \in Begun}
       /\ \E number \in NumbersOf(p) : IsHigher(number, MCLatest) /\ ChooseBallotNumber(p, number)
    \/ AnyBegin(p)
    \/ lastTried[p] = MCLatest /\ AnyLastVote(p)
    \/ VoteSteps(p) /\ nextBal'[p] = MCLatest

MCInTurnWithout == {"LearnSteps", "TellSteps", "AnyTruncate", "AnyCrash"}
=============================================================================
