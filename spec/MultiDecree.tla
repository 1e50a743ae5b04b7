----------------------------- MODULE MultiDecree -----------------------------
(***************************************************************************)
(* The multi-decree parliament: a Synod for each instance, and one phase 1 *)
(* for all of them.  Who has the answers of a majority presides, and from  *)
(* then on each decree takes one round trip.  Instances may be decided in  *)
(* any order.                                                              *)
(*                                                                         *)
(* Source: L. Lamport, The Part-Time Parliament (PTP), sections 3.1 and    *)
(* 3.3.  Refines: Log, and Election as to whom to follow.  Read Synod      *)
(* before; what stands there is not said again here.                       *)
(* Go twin: package multidecree, whose methods have the names of these     *)
(* actions.                                                                *)
(*                                                                         *)
(* No variable says who presides over the whole: anybody may choose a      *)
(* ballot number at any time, and two who outbid each other are behaviours *)
(* of this spec.  A decree is opaque; a batch of commands is one.          *)
(*                                                                         *)
(* Where it departs from the paper, and why that is safe:                  *)
(*  - An answer tells the votes at and above the first instance that the   *)
(*    asker has not written, and how far its sender has truncated.  What   *)
(*    is decided below the asker has in its ledger; what is truncated is   *)
(*    decided, and the asker learns it from a snapshot.  So messages grow  *)
(*    with what is undecided, not with the log.                            *)
(*  - What a snapshot covers may be truncated: votes and decrees up to an  *)
(*    instance are forgotten for good, and whoever did no longer votes     *)
(*    there.                                                               *)
(*                                                                         *)
(* It leaves out when things happen, who should propose, and what is in a  *)
(* snapshot, which is as opaque as a decree: Replica says it.              *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Participant,        \* The participants: a finite set of positive numbers.
  Proposals,          \* Proposals[p]: the decrees that p would have passed.
  Tries,              \* The tries one may make: Nat \ {0}, or what a model bounds.
  Instances,          \* The instances: Nat \ {0}, or the first few.
  Window,             \* How far past the first undecided instance a president may begin.
  States              \* What a snapshot may hold.

(* The olive-day decree, an empty batch: it fills a gap.  PTP 3.1.         *)
NoOp == << >>

(* What a snapshot that covers nothing holds.                              *)
NoState == << >>

Number       == Tries \X Participant
NumbersOf(p) == Tries \X {p}
NoNumber     == <<0, 0>>

Decree == {NoOp} \cup UNION {Proposals[p] : p \in Participant}

ASSUME ParticipantsAreNumbers == IsFiniteSet(Participant) /\ Participant \subseteq Nat \ {0}
ASSUME TriesArePositive       == 0 \notin Tries
ASSUME InstancesArePositive   == 0 \notin Instances
ASSUME ProposalsAreDecrees    == DOMAIN Proposals = Participant /\ \A p \in Participant : NoOp \notin Proposals[p]
ASSUME WindowIsOpen           == Window > 0
-----------------------------------------------------------------------------
(* Votes, entries and messages.                                            *)

(* A vote tells in which instance and ballot it was cast, and for what.    *)
Vote == [instance: Instances, number: Number, decree: Decree]

(* An entry is a decree in its instance.                                   *)
Entry == [instance: Instances, decree: Decree]

(* That the vote of voter in an instance has been received.                *)
Count == [instance: Instances, voter: Participant]

NextBallotMessage  == [type: {"NextBallot"}, from: Participant, dest: Participant, number: Number, first: Nat]
LastVoteMessage    == [type: {"LastVote"}, from: Participant, dest: Participant, number: Number, votes: SUBSET Vote, cut: Nat]
BeginBallotMessage == [type: {"BeginBallot"}, from: Participant, dest: Participant, number: Number, instance: Instances, decree: Decree]
VotedMessage       == [type: {"Voted"}, from: Participant, dest: Participant, number: Number, instance: Instances]
SuccessMessage     == [type: {"Success"}, from: Participant, dest: Participant, instance: Instances, decree: Decree]
SnapshotMessage    == [type: {"Snapshot"}, from: Participant, dest: Participant, cut: Instances, state: States]
-----------------------------------------------------------------------------
(* Durable: in indelible ink.                                              *)
VARIABLES
  lastTried,          \* The number of the last ballot that p tried to begin.
  nextBal,            \* p takes part in no ballot with a lower number.
  votes,              \* The vote of p in each instance above cut[p]: the one in the highest ballot.
  ledger,             \* The entries that p knows to have passed, above cut[p].
  cut,                \* p's snapshot covers the instances up to this one, which p has truncated.
  snapshot,           \* What that snapshot holds.
  written             \* p's ledger has, or had, all instances up to this one.

(* Volatile: on a slip of paper, which a crash loses.                      *)
VARIABLES
  status,             \* "idle", "trying" to preside with lastTried, or "presiding".
  answered,           \* Those who have answered p's NextBallot.
  known,              \* Of the votes told to p: the highest in each instance that p has not written.
  truncated,          \* How far, at most, those who answered have truncated.
  inherited,          \* While presiding: nothing above this instance passed in a lower ballot.
  proposed,           \* While presiding: the entries that p put to the vote and has not written.
  voters              \* While presiding: the votes for these that have reached p.

(* The network: every message ever sent.                                   *)
VARIABLE msgs

durableVars  == <<lastTried, nextBal, votes, ledger, cut, snapshot, written>>
volatileVars == <<status, answered, known, truncated, inherited, proposed, voters>>
vars         == <<lastTried, nextBal, votes, ledger, cut, snapshot, written,
                  status, answered, known, truncated, inherited, proposed, voters, msgs>>

Init ==
  /\ lastTried = [p \in Participant |-> NoNumber]
  /\ nextBal = [p \in Participant |-> NoNumber]
  /\ votes = [p \in Participant |-> {}]
  /\ ledger = [p \in Participant |-> {}]
  /\ cut = [p \in Participant |-> 0]
  /\ snapshot = [p \in Participant |-> NoState]
  /\ written = [p \in Participant |-> 0]
  /\ status = [p \in Participant |-> "idle"]
  /\ answered = [p \in Participant |-> {}]
  /\ known = [p \in Participant |-> {}]
  /\ truncated = [p \in Participant |-> 0]
  /\ inherited = [p \in Participant |-> 0]
  /\ proposed = [p \in Participant |-> {}]
  /\ voters = [p \in Participant |-> {}]
  /\ msgs = {}
-----------------------------------------------------------------------------
(* The actions touch msgs through these three only.                        *)
Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs
-----------------------------------------------------------------------------
(* Concepts.                                                               *)

(* True iff ballot a is later than ballot b.                               *)
IsHigher(a, b) == a[1] > b[1] \/ (a[1] = b[1] /\ a[2] > b[2])

(* True iff the participants in Q are more than half.                      *)
IsMajority(Q) == 2 * Cardinality(Q) > Cardinality(Participant)

Maximum(S) == CHOOSE n \in S : \A m \in S : m <= n

(* The instances that votes, entries or counts are about; and those of     *)
(* them that are about instance i, are not, or are above it.               *)
InstancesOf(S) == {x.instance : x \in S}
At(S, i)       == {x \in S : x.instance = i}
Without(S, i)  == {x \in S : x.instance # i}
Above(S, i)    == {x \in S : x.instance > i}

(* True iff p knows what has passed in instance i, or knew it before it    *)
(* truncated.                                                              *)
IsWritten(p, i) == i <= cut[p] \/ i \in InstancesOf(ledger[p])

(* The last instance such that it and all others above n are in S, or n.   *)
CompleteFrom(n, S) == Maximum({m \in {n} \cup S : (n + 1) .. m \subseteq S})

(* How far p's ledger is complete once instance i is written, too; and     *)
(* once a snapshot covers all up to i.                                     *)
WrittenWith(p, i) == CompleteFrom(written[p], InstancesOf(Above(ledger[p], written[p])) \cup {i})
WrittenFrom(p, i) == CompleteFrom(i, InstancesOf(Above(ledger[p], i)))

(* Of the votes in S, the highest in each instance.                        *)
Highest(S) == {v \in S : \A w \in S : w.instance = v.instance => ~IsHigher(w.number, v.number)}

(* What p knows, and how far others have truncated, once it counts the     *)
(* answer m.                                                               *)
KnownWith(p, m)     == Highest(known[p] \cup {v \in m.votes : ~IsWritten(p, v.instance)})
TruncatedWith(p, m) == Maximum({truncated[p], m.cut})

(* The greatest instance in which anything may have passed in a lower      *)
(* ballot than p's, if these are the votes and truncations it was told of. *)
HighestHeard(p, k, t) == Maximum({written[p], t} \cup InstancesOf(ledger[p]) \cup InstancesOf(k))

(* The greatest instance of which p has heard or in which it began.        *)
Top(p) == Maximum({HighestHeard(p, known[p], truncated[p])} \cup InstancesOf(proposed[p]))

(* True iff with the answer m a majority has answered p.                   *)
Presides(p, m) == IsMajority(answered[p] \cup {m.from})

(* The decrees that p may put to the vote in instance i: that of the       *)
(* highest vote told; the olive-day decree where none was told and         *)
(* something above may have passed, for what is proposed now must come     *)
(* after it; one of its own only past all that it has heard of.            *)
Choices(p, i) ==
  LET decrees == {v.decree : v \in At(known[p], i)}
  IN  IF decrees # {} THEN decrees
      ELSE IF i <= Top(p) THEN {NoOp}
      ELSE IF i = Top(p) + 1 THEN Proposals[p]
      ELSE {}

(* True iff p has put a decree to the vote in instance i and awaits votes. *)
IsProposed(p, i) == i \in InstancesOf(proposed[p])

(* The decree that p has put to the vote in instance i.                    *)
ProposedAt(p, i) == (CHOOSE e \in proposed[p] : e.instance = i).decree

(* True iff with the vote m the decree in its instance has the votes of a  *)
(* majority.                                                               *)
Passes(p, m) == IsMajority({c.voter : c \in At(voters[p], m.instance)} \cup {m.from})

(* True iff p has voted in m's instance, in m's ballot or a higher one.    *)
HasVoted(p, m) == \E v \in At(votes[p], m.instance) : ~IsHigher(m.number, v.number)

(* What the actions send.                                                  *)
NextBallots(p, number) == [type: {"NextBallot"}, from: {p}, dest: Participant, number: {number}, first: {written[p] + 1}]
LastVoteTo(p, m)       == {[type |-> "LastVote", from |-> p, dest |-> m.from, number |-> m.number,
                            votes |-> Above(votes[p], m.first - 1), cut |-> cut[p]]}
BeginBallots(p, i, d)  == [type: {"BeginBallot"}, from: {p}, dest: Participant, number: {lastTried[p]}, instance: {i}, decree: {d}]
VotedTo(p, m)          == {[type |-> "Voted", from |-> p, dest |-> m.from, number |-> m.number, instance |-> m.instance]}
Successes(p, i)        == [type: {"Success"}, from: {p}, dest: Participant, instance: {i}, decree: {ProposedAt(p, i)}]
Reminder(p, q, i)      == [type: {"Success"}, from: {p}, dest: {q}, instance: {i}, decree: {e.decree : e \in At(ledger[p], i)}]
Snapshots(p, q)        == {[type |-> "Snapshot", from |-> p, dest |-> q, cut |-> cut[p], state |-> snapshot[p]]}
-----------------------------------------------------------------------------
(* p chooses a number for a ballot of its own, one that it has never tried *)
(* before, and asks everybody for their votes in all instances from the    *)
(* first that it has not written.  PTP 2.3, step 1, and 3.1.               *)
ChooseBallotNumber(p, number) ==
  /\ number \in NumbersOf(p)
  \* lastTried is durable, so this holds across crashes: one ballot a number.
  /\ IsHigher(number, lastTried[p])
  /\ lastTried' = [lastTried EXCEPT ![p] = number]
  /\ status' = [status EXCEPT ![p] = "trying"]
  /\ answered' = [answered EXCEPT ![p] = {}]
  /\ known' = [known EXCEPT ![p] = {}]
  /\ truncated' = [truncated EXCEPT ![p] = 0]
  /\ inherited' = [inherited EXCEPT ![p] = 0]
  /\ proposed' = [proposed EXCEPT ![p] = {}]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ Send(NextBallots(p, number))
  /\ UNCHANGED <<nextBal, votes, ledger, cut, snapshot, written>>

(* p promises to take part in no lower ballot, in any instance, and tells  *)
(* its votes where the asker may know nothing yet.  PTP 2.3, step 2.       *)
HandleNextBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "NextBallot"
  /\ m.dest = p
  /\ IsHigher(m.number, nextBal[p])
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ Send(LastVoteTo(p, m))
  /\ UNCHANGED <<lastTried, votes, ledger, cut, snapshot, written, volatileVars>>

(* p collects an answer to its ballot number; with those of a majority it  *)
(* presides, over all instances.  PTP 2.3, step 3, and 3.1.                *)
HandleLastVote(p, m) ==
  /\ Received(m)
  /\ m.type = "LastVote"
  /\ m.dest = p
  /\ status[p] = "trying"
  /\ m.number = lastTried[p]
  /\ m.from \notin answered[p]
  /\ status' = [status EXCEPT ![p] = IF Presides(p, m) THEN "presiding" ELSE "trying"]
  /\ answered' = [answered EXCEPT ![p] = @ \cup {m.from}]
  /\ known' = [known EXCEPT ![p] = KnownWith(p, m)]
  /\ truncated' = [truncated EXCEPT ![p] = TruncatedWith(p, m)]
  /\ inherited' = [inherited EXCEPT ![p] = IF Presides(p, m) THEN HighestHeard(p, KnownWith(p, m), TruncatedWith(p, m)) ELSE 0]
  /\ NoSend
  /\ UNCHANGED <<durableVars, proposed, voters>>

(* p puts decree d to the vote in instance i.  PTP 2.3, step 3.            *)
BeginBallot(p, i, d) ==
  /\ status[p] = "presiding"
  \* REDUNDANT i \in Instances -> TRUE: Next takes i from these.
  /\ i \in Instances
  /\ i <= written[p] + Window
  /\ ~IsWritten(p, i)
  \* Who truncated told no votes there, so nothing may be proposed there.
  /\ truncated[p] < i
  \* Begun once in a ballot: what p has written meanwhile stays written.
  /\ ~IsProposed(p, i)
  /\ d \in Choices(p, i)
  /\ proposed' = [proposed EXCEPT ![p] = @ \cup {[instance |-> i, decree |-> d]}]
  /\ Send(BeginBallots(p, i, d))
  /\ UNCHANGED <<durableVars, status, answered, known, truncated, inherited, voters>>

(* p votes, unless it promised not to, has voted, or has truncated the     *)
(* instance.  PTP 2.3, step 4.                                             *)
HandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ ~IsHigher(nextBal[p], m.number)
  /\ cut[p] < m.instance
  /\ ~HasVoted(p, m)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ votes' = [votes EXCEPT ![p] = Without(@, m.instance) \cup {[instance |-> m.instance, number |-> m.number, decree |-> m.decree]}]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, cut, snapshot, written, volatileVars>>

(* p counts a vote.  With that of a majority the decree has passed: p      *)
(* writes it into its ledger and tells everybody.  PTP 2.3, step 5.        *)
HandleVoted(p, m) ==
  /\ Received(m)
  /\ m.type = "Voted"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ m.number = lastTried[p]
  /\ IsProposed(p, m.instance)
  /\ [instance |-> m.instance, voter |-> m.from] \notin voters[p]
  /\ ledger' = [ledger EXCEPT ![p] = IF Passes(p, m) THEN @ \cup {[instance |-> m.instance, decree |-> ProposedAt(p, m.instance)]} ELSE @]
  /\ written' = [written EXCEPT ![p] = IF Passes(p, m) THEN WrittenWith(p, m.instance) ELSE @]
  /\ known' = [known EXCEPT ![p] = IF Passes(p, m) THEN Without(@, m.instance) ELSE @]
  /\ proposed' = [proposed EXCEPT ![p] = IF Passes(p, m) THEN Without(@, m.instance) ELSE @]
  /\ voters' = [voters EXCEPT ![p] = IF Passes(p, m) THEN Without(@, m.instance) ELSE @ \cup {[instance |-> m.instance, voter |-> m.from]}]
  /\ IF Passes(p, m) THEN Send(Successes(p, m.instance)) ELSE NoSend
  /\ UNCHANGED <<lastTried, nextBal, votes, cut, snapshot, status, answered, truncated, inherited>>

(* p learns which decree has passed.  PTP 2.3, step 6.                     *)
HandleSuccess(p, m) ==
  /\ Received(m)
  /\ m.type = "Success"
  /\ m.dest = p
  /\ ~IsWritten(p, m.instance)
  /\ ledger' = [ledger EXCEPT ![p] = @ \cup {[instance |-> m.instance, decree |-> m.decree]}]
  /\ written' = [written EXCEPT ![p] = WrittenWith(p, m.instance)]
  /\ known' = [known EXCEPT ![p] = Without(@, m.instance)]
  /\ proposed' = [proposed EXCEPT ![p] = Without(@, m.instance)]
  /\ voters' = [voters EXCEPT ![p] = Without(@, m.instance)]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, votes, cut, snapshot, status, answered, truncated, inherited>>

(* p tells q what has passed in instance i, should q have missed it.       *)
Remind(p, q, i) ==
  /\ i \in InstancesOf(ledger[p])
  /\ Send(Reminder(p, q, i))
  /\ UNCHANGED <<durableVars, volatileVars>>

(* p takes a snapshot s that covers the instances up to i, all of them     *)
(* written, and forgets their decrees and its votes there.                 *)
Truncate(p, i, s) ==
  /\ cut[p] < i
  /\ i <= written[p]
  \* REDUNDANT s \in States -> TRUE: Next takes s from these.
  /\ s \in States
  /\ votes' = [votes EXCEPT ![p] = Above(@, i)]
  /\ ledger' = [ledger EXCEPT ![p] = Above(@, i)]
  /\ cut' = [cut EXCEPT ![p] = i]
  /\ snapshot' = [snapshot EXCEPT ![p] = s]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, written, volatileVars>>

(* p sends its snapshot to q, which may be too far behind for reminders.   *)
SendSnapshot(p, q) ==
  /\ cut[p] > 0
  /\ Send(Snapshots(p, q))
  /\ UNCHANGED <<durableVars, volatileVars>>

(* p fell behind: it takes over a snapshot in the place of the entries     *)
(* that the snapshot covers.                                               *)
InstallSnapshot(p, m) ==
  /\ Received(m)
  /\ m.type = "Snapshot"
  /\ m.dest = p
  /\ written[p] < m.cut
  /\ votes' = [votes EXCEPT ![p] = Above(@, m.cut)]
  /\ ledger' = [ledger EXCEPT ![p] = Above(@, m.cut)]
  /\ cut' = [cut EXCEPT ![p] = m.cut]
  /\ snapshot' = [snapshot EXCEPT ![p] = m.state]
  /\ written' = [written EXCEPT ![p] = WrittenFrom(p, m.cut)]
  /\ known' = [known EXCEPT ![p] = Above(@, m.cut)]
  /\ proposed' = [proposed EXCEPT ![p] = Above(@, m.cut)]
  /\ voters' = [voters EXCEPT ![p] = Above(@, m.cut)]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, status, answered, truncated, inherited>>

(* p leaves the chamber, loses its slip of paper, and returns.             *)
Crash(p) ==
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ answered' = [answered EXCEPT ![p] = {}]
  /\ known' = [known EXCEPT ![p] = {}]
  /\ truncated' = [truncated EXCEPT ![p] = 0]
  /\ inherited' = [inherited EXCEPT ![p] = 0]
  /\ proposed' = [proposed EXCEPT ![p] = {}]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED durableVars
-----------------------------------------------------------------------------
(* The steps of p, with all choices that there are.  A model puts another  *)
(* in the place of one that it bounds, and names the others by what they   *)
(* are for, so that it lists none and misses none.                         *)
AnyNumber(p)       == \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)
AnyNextBallot(p)   == \E m \in msgs : HandleNextBallot(p, m)
AnyLastVote(p)     == \E m \in msgs : HandleLastVote(p, m)
AnyBegin(p)        == \E i \in Instances, d \in Decree : BeginBallot(p, i, d)
AnyBeginBallot(p)  == \E m \in msgs : HandleBeginBallot(p, m)
AnyVoted(p)        == \E m \in msgs : HandleVoted(p, m)
AnySuccess(p)      == \E m \in msgs : HandleSuccess(p, m)
AnyRemind(p)       == \E q \in Participant, i \in Instances : Remind(p, q, i)
AnyTruncate(p)     == \E i \in Instances, s \in States : Truncate(p, i, s)
AnySendSnapshot(p) == \E q \in Participant : SendSnapshot(p, q)
AnySnapshot(p)     == \E m \in msgs : InstallSnapshot(p, m)
AnyCrash(p)        == Crash(p)

VoteSteps(p)    == AnyNextBallot(p) \/ AnyBeginBallot(p)
PresideSteps(p) == AnyLastVote(p) \/ AnyBegin(p)
LearnSteps(p)   == AnyVoted(p) \/ AnySuccess(p) \/ AnySnapshot(p)
TellSteps(p)    == AnyRemind(p) \/ AnySendSnapshot(p)

Next ==
  \E p \in Participant :
    \/ AnyNumber(p)
    \/ VoteSteps(p)
    \/ PresideSteps(p)
    \/ LearnSteps(p)
    \/ TellSteps(p)
    \/ AnyTruncate(p)
    \/ AnyCrash(p)

Spec == Init /\ [][Next]_vars
-----------------------------------------------------------------------------
IsMessage(m) ==
  \/ m \in NextBallotMessage
  \/ m \in LastVoteMessage
  \/ m \in BeginBallotMessage
  \/ m \in VotedMessage
  \/ m \in SuccessMessage
  \/ m \in SnapshotMessage

(* Element by element, so that nobody need list all sets of votes.         *)
TypeOK ==
  /\ lastTried \in [Participant -> Number \cup {NoNumber}]
  /\ nextBal \in [Participant -> Number \cup {NoNumber}]
  /\ \A p \in Participant : votes[p] \subseteq Vote
  /\ \A p \in Participant : ledger[p] \subseteq Entry
  /\ cut \in [Participant -> {0} \cup Instances]
  /\ snapshot \in [Participant -> {NoState} \cup States]
  /\ written \in [Participant -> {0} \cup Instances]
  /\ status \in [Participant -> {"idle", "trying", "presiding"}]
  /\ answered \in [Participant -> SUBSET Participant]
  /\ \A p \in Participant : known[p] \subseteq Vote
  /\ truncated \in [Participant -> {0} \cup Instances]
  /\ inherited \in [Participant -> {0} \cup Instances]
  /\ \A p \in Participant : proposed[p] \subseteq Entry
  /\ \A p \in Participant : voters[p] \subseteq Count
  /\ \A m \in msgs : IsMessage(m)
-----------------------------------------------------------------------------
(* What has happened, as the messages tell.                                *)

(* What was put to the vote, in which instance and ballot; the votes cast. *)
Begun == {[instance |-> m.instance, number |-> m.number, decree |-> m.decree] : m \in {n \in msgs : n.type = "BeginBallot"}}
Cast  == {[voter |-> m.from, instance |-> m.instance, number |-> m.number] : m \in {n \in msgs : n.type = "Voted"}}

(* What q has voted for, in every instance and ballot.                     *)
CastBy(q) ==
  LET cast == Cast
  IN  {b \in Begun : [voter |-> q, instance |-> b.instance, number |-> b.number] \in cast}

(* The entries that have passed: a majority voted for the decree in one    *)
(* ballot of the instance.  Whether anybody knows does not matter.         *)
Passed ==
  LET cast == Cast
  IN  {[instance |-> b.instance, decree |-> b.decree] :
         b \in {c \in Begun : IsMajority({q \in Participant : [voter |-> q, instance |-> c.instance, number |-> c.number] \in cast})}}

(* True iff something has passed in each instance up to i.                 *)
HavePassedTo(i) == 1 .. i \subseteq InstancesOf(Passed)

(* The numbers below number, tried or not.                                 *)
NumbersBelow(number) == {n \in (1 .. number[1]) \X Participant : IsHigher(number, n)}

(* True iff in instance i and ballot number no decree but d has passed or  *)
(* can still pass: a majority voted for d there, or can no longer vote     *)
(* there.                                                                  *)
NoneOtherPasses(i, number, d) ==
  LET cast    == Cast
      isAbout == [instance |-> i, number |-> number, decree |-> d] \in Begun
  IN  IsMajority({q \in Participant :
        IF [voter |-> q, instance |-> i, number |-> number] \in cast THEN isAbout ELSE IsHigher(nextBal[q], number)})

(* True iff in instance i d is safe at this number.                        *)
SafeAt(i, number, d) == \A n \in NumbersBelow(number) : NoneOtherPasses(i, n, d)

(* True iff ballot number can still pass what is put to the vote in it     *)
(* next: no majority has promised a higher one.                            *)
CanStillPass(number) == IsMajority({q \in Participant : ~IsHigher(nextBal[q], number)})
-----------------------------------------------------------------------------
(* The invariants, with TypeOK above, which MultiDecreeDecreeNotNoted      *)
(* loses.  They are those of Synod, in each instance; what the instances   *)
(* have to do with one another, and truncation, is new.                    *)

(* No two ledgers hold different decrees in an instance.  Because only     *)
(* passed decrees are written, and of two that passed in an instance the   *)
(* one with the higher number was safe.  It does not say that instances    *)
(* are decided in order, nor what truncated entries were.  Lost by         *)
(* MultiDecreeHalfIsEnough and, once enough has gone wrong, by many other  *)
(* variants.                                                               *)
Coherence ==
  \A p, q \in Participant : \A e \in ledger[p], f \in ledger[q] : e.instance = f.instance => e = f

(* Nobody speaks of a ballot number that its owner has not tried, and the  *)
(* owner is whom the message is from or goes to; a number is tried once,   *)
(* from one instance on.  As in Synod.  It does not say that a number      *)
(* tried is one under which anybody presided.  Lost by                     *)
(* MultiDecreeNumberReused.                                                *)
NumbersAreTried ==
  /\ \A p \in Participant : lastTried[p] # NoNumber => lastTried[p] \in NumbersOf(p)
  /\ \A p \in Participant : nextBal[p] # NoNumber => ~IsHigher(nextBal[p], lastTried[nextBal[p][2]])
  /\ \A m \in msgs :
       m.type \notin {"Success", "Snapshot"} =>
         /\ m.number[2] = IF m.type \in {"NextBallot", "BeginBallot"} THEN m.from ELSE m.dest
         /\ ~IsHigher(m.number, lastTried[m.number[2]])
  /\ \A m, n \in {o \in msgs : o.type = "NextBallot"} : m.number = n.number => m.first = n.first

(* In one ballot an instance has one decree.  Because who presides begins  *)
(* only what it has neither proposed nor written, and what it proposed     *)
(* stays proposed until it is written.  It does not say that different     *)
(* ballots agree.  Lost by MultiDecreeSecondBeginBallot.                   *)
OneDecreePerBallot ==
  LET begun == Begun
  IN  \A b, c \in begun : b.instance = c.instance /\ b.number = c.number => b = c

(* What is put to the vote is safe in its instance at its number, and so   *)
(* each vote is for something safe.  As in Synod, for each instance at     *)
(* which a decree may be begun: there everybody who answered told its      *)
(* vote, for the instance is not below what was asked for, nor truncated   *)
(* by any of them.  It does not say that a decree has passed.  Lost by     *)
(* MultiDecreeNoOpOverVote and MultiDecreeSmallestVote.                    *)
VotesAreSafe == \A b \in Begun : SafeAt(b.instance, b.number, b.decree)

(* Nobody takes part in a ballot lower than the highest it answered or     *)
(* voted in, in whatever instance.  Because one nextBal, which is durable, *)
(* serves all instances.  It does not say that the answers are true.  Lost *)
(* by MultiDecreePromiseNotKept.                                           *)
PromisesAreKept ==
  /\ \A p \in Participant : \A v \in votes[p] : ~IsHigher(v.number, nextBal[p])
  /\ \A m \in msgs : m.type \in {"LastVote", "Voted"} => ~IsHigher(m.number, nextBal[m.from])

(* An answer tells, and will do so forever, for each instance that was     *)
(* asked for and that its sender had not truncated, the vote of its sender *)
(* in the highest ballot below the one that it answers; and there is one   *)
(* answer.  Because the sender told its votes when nextBal rose to this    *)
(* number, and votes only at or above nextBal since.  Nothing is said of   *)
(* what is truncated.  Lost by MultiDecreeCutNotTold and                   *)
(* MultiDecreeVotesAboveOwn.                                               *)
LastVotesAreTrue ==
  \A m \in msgs :
    m.type = "LastVote" =>
      /\ \A n \in msgs : n.type = "LastVote" /\ n.from = m.from /\ n.number = m.number => n = m
      /\ LET told == {v \in CastBy(m.from) : v.instance > m.cut /\ IsHigher(m.number, v.number)}
         IN  \E n \in msgs :
               /\ n.type = "NextBallot" /\ n.dest = m.from /\ n.number = m.number
               /\ m.votes = Highest(Above(told, n.first - 1))

(* Each vote was asked for, and each participant knows, in each instance   *)
(* that it has not truncated, its vote in the highest ballot in which it   *)
(* voted.  Because a vote is durable before it is sent.  Nothing is said   *)
(* of its lower votes, nor of truncated ones.  Lost by                     *)
(* MultiDecreeVotesForgotten.                                              *)
VotesAreRemembered ==
  /\ \A c \in Cast : \E b \in Begun : b.instance = c.instance /\ b.number = c.number
  /\ \A p \in Participant : votes[p] = Highest(Above(CastBy(p), cut[p]))

(* What p was told: the answers to its lastTried that it has counted, and  *)
(* from where on it asked.                                                 *)
AnswersTo(p) == {m \in msgs : m.type = "LastVote" /\ m.dest = p /\ m.number = lastTried[p] /\ m.from \in answered[p]}
AskedBy(p)   == {m \in msgs : m.type = "NextBallot" /\ m.from = p /\ m.number = lastTried[p]}

(* p knows the highest vote told in each instance, but for what is written,*)
(* and the greatest of the cuts told.                                      *)
HearsAnswers(p) ==
  LET answers == AnswersTo(p)
  IN  /\ answered[p] = {m.from : m \in answers}
      /\ known[p] = {v \in Highest(UNION {m.votes : m \in answers}) : ~IsWritten(p, v.instance)}
      /\ truncated[p] = Maximum({0} \cup {m.cut : m \in answers})

(* What stands on a slip of paper is about ballot lastTried of its owner   *)
(* and agrees with what was sent; who presides awaits votes wherever it    *)
(* began and has not written, and inherited all that answers told of.      *)
(* Because a slip is thrown away when a new number is chosen, and what is  *)
(* written leaves it.  Nothing is said of votes that did not arrive.  Lost *)
(* by MultiDecreeSlipKept.                                                 *)
SlipsAreTrue ==
  \A p \in Participant :
    CASE status[p] = "idle" ->
           /\ answered[p] = {} /\ known[p] = {} /\ truncated[p] = 0
           /\ inherited[p] = 0 /\ proposed[p] = {} /\ voters[p] = {}
      [] status[p] = "trying" ->
           /\ lastTried[p] # NoNumber
           /\ HearsAnswers(p)
           /\ ~IsMajority(answered[p])
           /\ \A b \in Begun : b.number # lastTried[p]
           /\ inherited[p] = 0 /\ proposed[p] = {} /\ voters[p] = {}
      [] status[p] = "presiding" ->
           /\ HearsAnswers(p)
           /\ IsMajority(answered[p])
           /\ inherited[p] <= Top(p)
           /\ inherited[p] >= truncated[p]
           /\ \A m \in AnswersTo(p) : \A v \in m.votes : inherited[p] >= v.instance
           /\ \A m \in AskedBy(p) : inherited[p] >= m.first - 1
           /\ proposed[p] = {[instance |-> b.instance, decree |-> b.decree] :
                b \in {c \in Begun : c.number = lastTried[p] /\ ~IsWritten(p, c.instance)}}
           /\ \A c \in voters[p] :
                /\ c.instance \in InstancesOf(proposed[p])
                /\ [voter |-> c.voter, instance |-> c.instance, number |-> lastTried[p]] \in Cast

(* An entry in a ledger, or in a Success message, has passed.  As in Synod.*)
(* It does not say that a ledger has all that passed.  Lost by             *)
(* MultiDecreeOwnVoteAlone.                                                *)
LedgersArePassed ==
  LET passed == Passed
  IN  /\ \A p \in Participant : ledger[p] \subseteq passed
      /\ \A m \in msgs : m.type = "Success" => [instance |-> m.instance, decree |-> m.decree] \in passed

(* A ledger begins above cut[p] and has all from there up to written[p],   *)
(* and not what comes next; nobody asks for less than from there on; and   *)
(* up to there, and up to every cut that was told, everything has passed.  *)
(* Because only what is written is truncated, and a snapshot covers what   *)
(* its sender has written.  It does not say what a snapshot holds.  Lost   *)
(* by MultiDecreeTruncatedAhead and MultiDecreeSnapshotNotWritten.         *)
PrefixesAreWritten ==
  /\ \A p \in Participant :
       /\ \A e \in ledger[p] : e.instance > cut[p]
       /\ written[p] = CompleteFrom(cut[p], InstancesOf(ledger[p]))
       /\ (cut[p] = 0) = (snapshot[p] = NoState)
       /\ HavePassedTo(written[p])
       /\ HavePassedTo(truncated[p])
  /\ \A m \in msgs :
       /\ m.type = "NextBallot" => m.first <= written[m.from] + 1
       /\ m.type = "LastVote" => m.cut <= cut[m.from]
       /\ m.type = "Snapshot" => m.cut <= cut[m.from]

(* Who presides knows how far anything may have passed, as long as a       *)
(* majority has promised no higher ballot: what passed lies at or below    *)
(* what it inherited or put to the vote itself, and so at or below its     *)
(* Top; and what anybody has written it has written, too, or proposed, or  *)
(* knows of, or knows to be truncated.  Because what passed in a lower     *)
(* ballot has the vote of somebody who answered.  It does not say that p   *)
(* knows what has passed, and says nothing of a president that was outbid: *)
(* who reads at Top must ask a majority first.  Lost by                    *)
(* MultiDecreeCutNotHeard.                                                 *)
ReadIndexLemma ==
  \A p \in Participant :
    status[p] = "presiding" /\ CanStillPass(lastTried[p]) =>
      /\ LET own == {b \in Begun : b.number = lastTried[p]}
         IN  \A i \in InstancesOf(Passed) : i <= Maximum({inherited[p]} \cup InstancesOf(own)) /\ i <= Top(p)
      /\ \A q \in Participant, i \in Instances :
           IsWritten(q, i) => IsWritten(p, i) \/ IsProposed(p, i) \/ i \in InstancesOf(known[p]) \/ i <= truncated[p]

(* What is proposed after another decree passed comes after it: an entry   *)
(* that is no olive-day decree and is put to the vote for the first time,  *)
(* in a ballot that can still pass, comes after all that has passed.       *)
(* Because who presides has clients' decrees only past its Top.  It does   *)
(* not say that one client's decrees pass in the order in which it asked,  *)
(* nor anything of what was proposed before.  Ballots that can no longer   *)
(* pass do not count: a president that was deposed and does not know may   *)
(* propose anywhere.  Lost by MultiDecreeOwnDecreeInGap, which keeps       *)
(* Coherence.                                                              *)
IsNewAfter(b, begun) ==
  /\ b.decree # NoOp
  /\ \A c \in begun : ~(c.instance = b.instance /\ c.decree = b.decree)
  /\ CanStillPass(b.number)

Ordering ==
  [][LET begun == Begun
     IN  \A b \in Begun' \ begun : IsNewAfter(b, begun) => \A i \in InstancesOf(Passed) : i < b.instance]_msgs
-----------------------------------------------------------------------------
(* Refinement.  What Log calls chosen has passed here: as soon as the last *)
(* vote is cast, and whether or not it is truncated since.                 *)
Chosen == [i \in Instances |-> {e.decree : e \in {f \in Passed : f.instance = i}}]

L == INSTANCE Log WITH Decrees <- Decree, chosen <- Chosen

RefinesLog == L!Spec

(* The part of it that a step can break: once a decree has passed in an    *)
(* instance nothing changes there.  The stutter first, which is soon seen. *)
(* Lost by MultiDecreeHalfIsEnough.                                        *)
PassesOnce == [][UNCHANGED Chosen \/ L!Next]_Chosen

(* MCMultiDecreeElection has the refinement of Election, which takes a     *)
(* role that no participant here need remember.                            *)
-----------------------------------------------------------------------------
(* The inductive invariant.                                                *)
(*                                                                         *)
(* VotesAreSafe, at BeginBallot, uses what it uses in Synod, and that      *)
(* nothing in the instance escaped the answers: the instance is above      *)
(* written[p], so it was asked for (PrefixesAreWritten); it is above       *)
(* truncated[p], so no answer leaves it out (SlipsAreTrue); and what an    *)
(* answer does not leave out it tells (LastVotesAreTrue).                  *)
(* ReadIndexLemma uses the same, of all instances.                         *)
Inv ==
  /\ TypeOK
  /\ NumbersAreTried
  /\ OneDecreePerBallot
  /\ VotesAreSafe
  /\ PromisesAreKept
  /\ LastVotesAreTrue
  /\ VotesAreRemembered
  /\ SlipsAreTrue
  /\ LedgersArePassed
  /\ PrefixesAreWritten
-----------------------------------------------------------------------------
THEOREM Init => Inv                                 \* Checked by MCMultiDecreeGraph.
THEOREM Inv /\ [Next]_vars => Inv'                  \* Checked by MCMultiDecreeInductive and MCMultiDecreeInductiveTwo, on bounded domains.
THEOREM Inv => Coherence /\ ReadIndexLemma          \* Checked by MCMultiDecreeInductive; Coherence as AtMostOnePasses.
THEOREM Spec => [](Inv /\ Coherence /\ ReadIndexLemma)  \* Checked by MCMultiDecreeGraph, MCMultiDecreeAlone, MCMultiDecree, MCMultiDecreeTruncated and larger ones.
THEOREM Spec => Ordering                            \* Checked by the same, and by MCMultiDecreeChose.
THEOREM Spec => RefinesLog                          \* Checked by MCMultiDecreeGraph and MCMultiDecree; PassesOnce by the others.
=============================================================================
