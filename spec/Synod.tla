------------------------------- MODULE Synod -------------------------------
(***************************************************************************)
(* The single-decree synod: participants that crash and recover, over a    *)
(* network that loses, delays, duplicates and reorders messages, write at  *)
(* most one decree into their ledgers.                                     *)
(*                                                                         *)
(* Source: L. Lamport, The Part-Time Parliament (PTP), section 2.3 and     *)
(* appendix A.1.  Refines: Consensus, which is to be read before.          *)
(* Go twin: package synod, whose methods have the names of these actions.  *)
(*                                                                         *)
(* Where it departs from the paper, and why that is safe:                  *)
(*  - Whoever begins a ballot asks everybody, not only those who answered  *)
(*    it, and counts a vote from whoever was asked; the ballot passes as   *)
(*    soon as any majority has voted.  What keeps ballots consistent are   *)
(*    the answers of one majority; which majority then votes is free.      *)
(*  - So a participant may be asked to vote in a ballot of which it has    *)
(*    not heard.  It does if that keeps its promises, and the vote is a    *)
(*    promise too: nextBal rises with it.                                  *)
(*  - What an action changes and what it sends is one step.                *)
(*                                                                         *)
(* It leaves out when things happen (timers; a message sent again is the   *)
(* same message) and who should propose.                                   *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS
  Participant,        \* The participants: a finite set of positive numbers.
  Proposals,          \* Proposals[p]: the decrees that p would have passed.
  Tries               \* The tries one may make: Nat \ {0}, or what a model bounds.

Blank == ""           \* What stands in a ledger before a decree does.

(* A ballot number is a pair of a try and the participant whose ballot it  *)
(* is, so that no two participants use the same.  PTP 2.3.                 *)
Number       == Tries \X Participant
NumbersOf(p) == Tries \X {p}
NoNumber     == <<0, 0>>

Decree == UNION {Proposals[p] : p \in Participant}

ASSUME ParticipantsAreNumbers == IsFiniteSet(Participant) /\ Participant \subseteq Nat \ {0}
ASSUME TriesArePositive       == Tries \subseteq Nat \ {0}
ASSUME ProposalsAreDecrees    == DOMAIN Proposals = Participant /\ Blank \notin Decree
-----------------------------------------------------------------------------
(* Votes and messages.                                                     *)

(* A vote tells who cast it, in which ballot, for which decree.  Who never *)
(* voted has a null vote.                                                  *)
Vote     == [voter: Participant, number: Number, decree: Decree]
NullVote == [voter: Participant, number: {NoNumber}, decree: {Blank}]

NextBallotMessage  == [type: {"NextBallot"}, from: Participant, dest: Participant, number: Number]
LastVoteMessage    == [type: {"LastVote"}, from: Participant, dest: Participant, number: Number, vote: Vote \cup NullVote]
BeginBallotMessage == [type: {"BeginBallot"}, from: Participant, dest: Participant, number: Number, decree: Decree]
VotedMessage       == [type: {"Voted"}, from: Participant, dest: Participant, number: Number]
SuccessMessage     == [type: {"Success"}, from: Participant, dest: Participant, decree: Decree]

Message == NextBallotMessage \cup LastVoteMessage \cup BeginBallotMessage \cup VotedMessage \cup SuccessMessage
-----------------------------------------------------------------------------
(* Durable: in indelible ink.                                              *)
VARIABLES
  lastTried,          \* The number of the last ballot that p tried to begin.
  nextBal,            \* p takes part in no ballot with a lower number.
  prevVote,           \* The vote of p in the highest ballot in which it voted.
  ledger              \* The decree that p knows to have passed, or Blank.

(* Volatile: on a slip of paper, which a crash loses.                      *)
VARIABLES
  status,             \* "idle", "trying" to begin ballot lastTried, or "polling" in it.
  prevVotes,          \* While trying: the votes reported to p in answer to lastTried.
  decree,             \* While polling: the decree on which p has others vote.
  voters              \* While polling: those whose votes have reached p.

(* The network: every message ever sent.  What is lost is never received,  *)
(* what is duplicated is received again.                                   *)
VARIABLE msgs

durableVars  == <<lastTried, nextBal, prevVote, ledger>>
volatileVars == <<status, prevVotes, decree, voters>>
vars         == <<lastTried, nextBal, prevVote, ledger, status, prevVotes, decree, voters, msgs>>

TypeOK ==
  /\ lastTried \in [Participant -> Number \cup {NoNumber}]
  /\ nextBal \in [Participant -> Number \cup {NoNumber}]
  /\ prevVote \in [Participant -> Vote \cup NullVote]
  /\ ledger \in [Participant -> Decree \cup {Blank}]
  /\ status \in [Participant -> {"idle", "trying", "polling"}]
  /\ \A p \in Participant : prevVotes[p] \subseteq Vote \cup NullVote
  /\ decree \in [Participant -> Decree \cup {Blank}]
  /\ voters \in [Participant -> SUBSET Participant]
  /\ msgs \subseteq Message

Init ==
  /\ lastTried = [p \in Participant |-> NoNumber]
  /\ nextBal = [p \in Participant |-> NoNumber]
  /\ prevVote = [p \in Participant |-> [voter |-> p, number |-> NoNumber, decree |-> Blank]]
  /\ ledger = [p \in Participant |-> Blank]
  /\ status = [p \in Participant |-> "idle"]
  /\ prevVotes = [p \in Participant |-> {}]
  /\ decree = [p \in Participant |-> Blank]
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

(* True iff the participants in Q are more than half.  Any two such sets   *)
(* have a member in common.                                                *)
IsMajority(Q) == 2 * Cardinality(Q) > Cardinality(Participant)

(* Those who have answered p's NextBallot.                                 *)
Answered(p) == {v.voter : v \in prevVotes[p]}

(* The decrees that p may put to the vote, given what was reported to it:  *)
(* that of the highest vote, or one of its own if nobody has voted.        *)
Choices(p) ==
  LET highest == {v \in prevVotes[p] : \A w \in prevVotes[p] : ~IsHigher(w.number, v.number)}
      decrees == {v.decree : v \in highest}
  IN  IF decrees = {Blank} THEN Proposals[p] ELSE decrees

(* True iff with the vote m the ballot of p has the votes of a majority.   *)
Passes(p, m) == IsMajority(voters[p] \cup {m.from})

(* What the actions send.                                                  *)
NextBallots(p, number) == [type: {"NextBallot"}, from: {p}, dest: Participant, number: {number}]
LastVoteTo(p, m)       == {[type |-> "LastVote", from |-> p, dest |-> m.from, number |-> m.number, vote |-> prevVote[p]]}
BeginBallots(p, d)     == [type: {"BeginBallot"}, from: {p}, dest: Participant, number: {lastTried[p]}, decree: {d}]
VotedTo(p, m)          == {[type |-> "Voted", from |-> p, dest |-> m.from, number |-> m.number]}
Successes(p)           == [type: {"Success"}, from: {p}, dest: Participant, decree: {decree[p]}]
-----------------------------------------------------------------------------
(* p chooses a number for a ballot of its own, one that it has never tried *)
(* before, and asks everybody for their last votes.  PTP 2.3, step 1.      *)
ChooseBallotNumber(p, number) ==
  /\ Proposals[p] # {}
  /\ number \in NumbersOf(p)
  \* lastTried is durable, so this holds across crashes: one ballot a number.
  /\ IsHigher(number, lastTried[p])
  /\ lastTried' = [lastTried EXCEPT ![p] = number]
  /\ status' = [status EXCEPT ![p] = "trying"]
  /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
  /\ decree' = [decree EXCEPT ![p] = Blank]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ Send(NextBallots(p, number))
  /\ UNCHANGED <<nextBal, prevVote, ledger>>

(* p promises to take part in no lower ballot and tells its last vote, so  *)
(* that the new ballot cannot contradict an old one.  PTP 2.3, step 2.     *)
HandleNextBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "NextBallot"
  /\ m.dest = p
  /\ IsHigher(m.number, nextBal[p])
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ Send(LastVoteTo(p, m))
  /\ UNCHANGED <<lastTried, prevVote, ledger, volatileVars>>

(* p collects an answer to its ballot number.  PTP 2.3, step 3.            *)
HandleLastVote(p, m) ==
  /\ Received(m)
  /\ m.type = "LastVote"
  /\ m.dest = p
  /\ status[p] = "trying"
  /\ m.number = lastTried[p]
  /\ m.vote \notin prevVotes[p]
  /\ prevVotes' = [prevVotes EXCEPT ![p] = @ \cup {m.vote}]
  /\ NoSend
  /\ UNCHANGED <<durableVars, status, decree, voters>>

(* A majority has answered: p puts a decree to the vote, one that the      *)
(* answers allow.  PTP 2.3, step 3.                                        *)
BeginBallot(p, d) ==
  \* No longer trying afterwards: p begins the ballot of one number once.
  /\ status[p] = "trying"
  /\ IsMajority(Answered(p))
  /\ d \in Choices(p)
  /\ status' = [status EXCEPT ![p] = "polling"]
  /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
  /\ decree' = [decree EXCEPT ![p] = d]
  /\ Send(BeginBallots(p, d))
  /\ UNCHANGED <<durableVars, voters>>

(* p votes, unless it promised not to or has voted.  PTP 2.3, step 4.      *)
HandleBeginBallot(p, m) ==
  /\ Received(m)
  /\ m.type = "BeginBallot"
  /\ m.dest = p
  /\ ~IsHigher(nextBal[p], m.number)
  /\ IsHigher(m.number, prevVote[p].number)
  /\ nextBal' = [nextBal EXCEPT ![p] = m.number]
  /\ prevVote' = [prevVote EXCEPT ![p] = [voter |-> p, number |-> m.number, decree |-> m.decree]]
  /\ Send(VotedTo(p, m))
  /\ UNCHANGED <<lastTried, ledger, volatileVars>>

(* p counts a vote.  With that of a majority the decree has passed: p      *)
(* writes it into its ledger and tells everybody.  PTP 2.3, step 5.        *)
HandleVoted(p, m) ==
  /\ Received(m)
  /\ m.type = "Voted"
  /\ m.dest = p
  /\ status[p] = "polling"
  /\ m.number = lastTried[p]
  /\ m.from \notin voters[p]
  /\ ledger[p] = Blank
  /\ voters' = [voters EXCEPT ![p] = @ \cup {m.from}]
  /\ ledger' = [ledger EXCEPT ![p] = IF Passes(p, m) THEN decree[p] ELSE Blank]
  /\ IF Passes(p, m) THEN Send(Successes(p)) ELSE NoSend
  /\ UNCHANGED <<lastTried, nextBal, prevVote, status, prevVotes, decree>>

(* p learns which decree has passed.  PTP 2.3, step 6.                     *)
HandleSuccess(p, m) ==
  /\ Received(m)
  /\ m.type = "Success"
  /\ m.dest = p
  /\ ledger[p] = Blank
  /\ ledger' = [ledger EXCEPT ![p] = m.decree]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, prevVote, volatileVars>>

(* p leaves the chamber, loses its slip of paper, and returns.  Messages   *)
(* that it sent, and those on their way to it, are not lost by this.       *)
Crash(p) ==
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
  /\ decree' = [decree EXCEPT ![p] = Blank]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED durableVars
-----------------------------------------------------------------------------
(* The steps of p, with all choices that there are.  A model puts another  *)
(* in the place of one that it bounds, and names the others by what they   *)
(* are for, so that it lists none and misses none.  TLC calls a step after *)
(* the last definition that it can name, and cannot name what is chosen    *)
(* from a variable.                                                        *)
AnyNumber(p)      == \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)
AnyNextBallot(p)  == \E m \in msgs : HandleNextBallot(p, m)
AnyLastVote(p)    == \E m \in msgs : HandleLastVote(p, m)
AnyBegin(p)       == \E d \in Decree : BeginBallot(p, d)
AnyBeginBallot(p) == \E m \in msgs : HandleBeginBallot(p, m)
AnyVoted(p)       == \E m \in msgs : HandleVoted(p, m)
AnySuccess(p)     == \E m \in msgs : HandleSuccess(p, m)
AnyCrash(p)       == Crash(p)

PollSteps(p)  == AnyLastVote(p) \/ AnyBegin(p)
VoteSteps(p)  == AnyNextBallot(p) \/ AnyBeginBallot(p)
LearnSteps(p) == AnyVoted(p) \/ AnySuccess(p)

Next ==
  \E p \in Participant :
    \/ AnyNumber(p)
    \/ VoteSteps(p)
    \/ PollSteps(p)
    \/ LearnSteps(p)
    \/ AnyCrash(p)

Spec == Init /\ [][Next]_vars
-----------------------------------------------------------------------------
(* Liveness.                                                               *)

(* True iff p's ballot can no longer pass, or p has none: so many have     *)
(* promised a higher one that no majority is left that voted or may vote.  *)
(* No participant sees this.  A real one uses a timer in its place, which  *)
(* is right if it waits long enough.                                       *)
Hopeless(p) ==
  \/ status[p] = "idle"
  \/ ~IsMajority({q \in Participant :
        \/ ~IsHigher(nextBal[q], lastTried[p])
        \/ \E m \in msgs : m.type = "Voted" /\ m.from = q /\ m.number = lastTried[p]})

(* Who has not seen a decree pass and whose ballot is hopeless tries again. *)
TryAgain(p) ==
  /\ ledger[p] = Blank
  /\ Hopeless(p)
  /\ \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)

(* What can be received again and again is received; whoever may begin a   *)
(* ballot, or has reason to try again, does.  Nobody is bound to crash.    *)
Fairness ==
  \A p \in Participant :
    /\ WF_vars(TryAgain(p))
    /\ WF_vars(AnyNextBallot(p))
    /\ WF_vars(AnyLastVote(p))
    /\ WF_vars(\E d \in Decree : BeginBallot(p, d))
    /\ WF_vars(AnyBeginBallot(p))
    /\ WF_vars(AnyVoted(p))
    /\ WF_vars(AnySuccess(p))

LiveSpec == Spec /\ Fairness

(* True iff from some moment on nobody but p chooses ballot numbers, p     *)
(* itself only when its ballot is hopeless, and nobody crashes.            *)
LeftAlone(p) ==
  <>[][\A q \in Participant :
        /\ lastTried'[q] # lastTried[q] => q = p /\ Hopeless(p)
        /\ status'[q] = "idle" => status[q] = "idle"]_vars

EventuallyWritten == <>(\E p \in Participant : ledger[p] # Blank)

(* If one participant that has a decree to propose is left alone, some     *)
(* ledger is written.  Without the assumption two proposers may outbid one *)
(* another forever, which MCSynodDuel shows.                               *)
Liveness == (\E p \in Participant : Proposals[p] # {} /\ LeftAlone(p)) => EventuallyWritten
-----------------------------------------------------------------------------
(* What has happened, as the messages tell.                                *)

(* The ballots that have begun, with their decrees, and the votes cast.    *)
Begun == {<<m.number, m.decree>> : m \in {n \in msgs : n.type = "BeginBallot"}}
Cast  == {<<m.from, m.number>> : m \in {n \in msgs : n.type = "Voted"}}

(* The decrees that have passed: a majority voted for them in one ballot.  *)
(* Whether anybody knows does not matter.                                  *)
Passed ==
  LET cast == Cast
  IN  {b[2] : b \in {c \in Begun : IsMajority({q \in Participant : <<q, c[1]>> \in cast})}}

(* True iff q cast the vote v, or v is the null vote of q.                 *)
IsVoteOf(q, v) ==
  /\ v.voter = q
  /\ IF v.number = NoNumber
     THEN v.decree = Blank
     ELSE <<q, v.number>> \in Cast /\ <<v.number, v.decree>> \in Begun

(* The numbers below number, tried or not.                                 *)
NumbersBelow(number) == {n \in (1 .. number[1]) \X Participant : IsHigher(number, n)}

(* True iff in ballot number no decree but d has passed or can still pass: *)
(* a majority voted for d in it, or can no longer vote in it.              *)
NoneOtherPasses(number, d) ==
  LET cast    == Cast
      isAbout == <<number, d>> \in Begun
  IN  IsMajority({q \in Participant : IF <<q, number>> \in cast THEN isAbout ELSE IsHigher(nextBal[q], number)})

(* True iff a ballot with this number may be about d.                      *)
SafeAt(number, d) == \A n \in NumbersBelow(number) : NoneOtherPasses(n, d)
-----------------------------------------------------------------------------
(* The invariants, with TypeOK above, which DecreeNotNoted loses.  Each    *)
(* tells why it holds, what it does not say, and which variant in broken/  *)
(* loses it.                                                               *)

(* No two ledgers hold different decrees.  Because only passed decrees are *)
(* written, and of two passed decrees the one with the higher number was   *)
(* safe.  It does not say that the decree passed, nor that anybody will    *)
(* ever write one.  Lost by HalfIsEnough and, once enough has gone wrong,  *)
(* by most other variants.                                                 *)
Coherence ==
  \A p, q \in Participant : ledger[p] = Blank \/ ledger[q] = Blank \/ ledger[p] = ledger[q]

(* Nobody speaks of a ballot number that its owner has not tried, and the  *)
(* owner is whom the message is from or goes to.  Because lastTried rises  *)
(* before the first message leaves, and survives a crash.  It does not say *)
(* that every number tried is a ballot begun.  Lost by NumberReused.       *)
NumbersAreTried ==
  /\ \A p \in Participant : lastTried[p] # NoNumber => lastTried[p] \in NumbersOf(p)
  /\ \A p \in Participant : nextBal[p] # NoNumber => ~IsHigher(nextBal[p], lastTried[nextBal[p][2]])
  /\ \A m \in msgs :
       m.type # "Success" =>
         /\ m.number[2] = IF m.type \in {"NextBallot", "BeginBallot"} THEN m.from ELSE m.dest
         /\ ~IsHigher(m.number, lastTried[m.number[2]])

(* No ballot is about two decrees.  Because a participant is trying when   *)
(* it begins a ballot and polling afterwards, and never again tries with   *)
(* that number.  It does not say that different ballots agree.  Lost by    *)
(* SecondBeginBallot.                                                      *)
OneDecreePerBallot == LET begun == Begun IN \A b, c \in begun : b[1] = c[1] => b = c

(* A ballot is only about a decree that is safe at its number, and so each *)
(* vote is for one.  Because a majority told its last votes and promised   *)
(* to cast no other below this number: below the highest vote told that    *)
(* ballot was safe itself, in it all votes are for its decree, and above   *)
(* it nobody of this majority voted or ever will.  It does not say that a  *)
(* decree has passed.  Lost by OwnDecree and SmallestVote.                 *)
VotesAreSafe == \A b \in Begun : SafeAt(b[1], b[2])

(* Nobody takes part in a ballot lower than the highest it answered or     *)
(* voted in.  Because nextBal rises with each answer and each vote, never  *)
(* falls, and is durable.  It does not say that the answers are true.      *)
(* Lost by PromiseNotKept.                                                 *)
PromisesAreKept ==
  /\ \A p \in Participant : ~IsHigher(prevVote[p].number, nextBal[p])
  /\ \A m \in msgs : m.type \in {"LastVote", "Voted"} => ~IsHigher(m.number, nextBal[m.from])

(* An answer tells the vote of its sender in the highest ballot below the  *)
(* one that it answers, and will do so forever.  Because the sender told   *)
(* its last vote when nextBal rose to this number, and votes only at or    *)
(* above nextBal since.  Nothing is said of its later votes.  Lost by      *)
(* VoteNotTold.                                                            *)
LastVotesAreTrue ==
  LET cast == Cast
  IN  \A m \in msgs :
        m.type = "LastVote" =>
          /\ IsHigher(m.number, m.vote.number)
          /\ IsVoteOf(m.from, m.vote)
          /\ \A v \in cast : v[1] = m.from => ~(IsHigher(v[2], m.vote.number) /\ IsHigher(m.number, v[2]))

(* Each vote was asked for, and each participant knows its vote in the     *)
(* highest ballot in which it voted.  Because a vote is durable before it  *)
(* is sent.  Nothing is said of its lower votes, which are not needed.     *)
(* Lost by VotesForgotten.                                                 *)
VotesAreRemembered ==
  /\ {v[2] : v \in Cast} \subseteq {b[1] : b \in Begun}
  /\ \A p \in Participant : IsVoteOf(p, prevVote[p])
  /\ \A v \in Cast : ~IsHigher(v[2], prevVote[v[1]].number)

(* What stands on a slip of paper is about ballot lastTried of its owner   *)
(* and agrees with what was sent.  Because a slip is thrown away when a    *)
(* new number is chosen.  Nothing is said of what is not on the slip: an   *)
(* empty one is true.  Lost by SlipKept.                                   *)
SlipsAreTrue ==
  \A p \in Participant :
    CASE status[p] = "idle" ->
           prevVotes[p] = {} /\ decree[p] = Blank /\ voters[p] = {}
      [] status[p] = "trying" ->
           /\ lastTried[p] # NoNumber
           /\ \A b \in Begun : b[1] # lastTried[p]
           /\ decree[p] = Blank /\ voters[p] = {}
           /\ {[type |-> "LastVote", from |-> v.voter, dest |-> p, number |-> lastTried[p], vote |-> v] : v \in prevVotes[p]} \subseteq msgs
      [] status[p] = "polling" ->
           /\ prevVotes[p] = {}
           /\ <<lastTried[p], decree[p]>> \in Begun
           /\ voters[p] \X {lastTried[p]} \subseteq Cast

(* A decree in a ledger, or in a Success message, has passed.  Because it  *)
(* is written when the votes of a majority have been received.  It does    *)
(* not say that who knows the decree knows the ballot.  Lost by            *)
(* OwnVoteAssumed.                                                         *)
LedgersArePassed ==
  LET passed == Passed
  IN  /\ \A p \in Participant : ledger[p] # Blank => ledger[p] \in passed
      /\ \A m \in msgs : m.type = "Success" => m.decree \in passed
-----------------------------------------------------------------------------
(* Refinement.  What Consensus calls chosen has passed here, which is true *)
(* as soon as the last vote that it needs is cast: before anybody counts.  *)
C == INSTANCE Consensus WITH chosen <- Passed

RefinesConsensus == C!Spec

(* The part of it that a step can break: once a decree has passed nothing  *)
(* changes.  Lost by HalfIsEnough.                                         *)
PassesOnce == [][C!Next]_Passed
-----------------------------------------------------------------------------
(* The inductive invariant: it holds at first, and each step that starts   *)
(* where it holds ends where it holds.  Coherence alone is not inductive,  *)
(* for it does not know what may be on its way.                            *)
(*                                                                         *)
(* Each conjunct uses others when a step is taken.  VotesAreSafe, at       *)
(* BeginBallot, uses that the slip agrees with the answers (SlipsAreTrue), *)
(* that the answers are true (LastVotesAreTrue) and bind their senders     *)
(* (PromisesAreKept), that the vote told was for the one decree of its     *)
(* ballot (OneDecreePerBallot), and that this decree was safe there        *)
(* (VotesAreSafe).  A decree that is safe stays so: votes stay cast, and   *)
(* who may not vote in a ballot never again may.                           *)
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
-----------------------------------------------------------------------------
THEOREM Init => Inv                           \* Checked by MCSynod.
THEOREM Inv /\ [Next]_vars => Inv'            \* Checked by MCSynodInductive, on a bounded domain.
THEOREM Inv => Coherence                      \* Checked by MCSynodInductive, as AtMostOnePasses.
THEOREM Spec => [](Inv /\ Coherence)          \* Checked by MCSynod; TypeOK and Coherence by MCSynodGraph, MCSynodTwice, MCSynodLarge.
THEOREM Spec => RefinesConsensus              \* Checked by MCSynod.
THEOREM LiveSpec => Liveness                  \* Checked by MCSynodLive.
=============================================================================
