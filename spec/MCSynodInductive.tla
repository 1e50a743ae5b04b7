-------------------------- MODULE MCSynodInductive --------------------------
(***************************************************************************)
(* Inv is inductive: from every state in which it holds, reachable or not, *)
(* each step ends in a state in which it holds.  All such states of a      *)
(* bounded domain are initial here, and one step is taken from each.       *)
(*                                                                         *)
(* A state is made from what Inv leaves free, and what it determines is    *)
(* derived: the vote in an answer, prevVote, the messages.  Two kinds of   *)
(* messages are not left free but are all there: NextBallots of the tried  *)
(* numbers and Successes of the passed decrees.  Inv asks nowhere that one *)
(* of them be sent, and who may receive more may do all that it could      *)
(* before; so what holds with all of them holds with some.                 *)
(*                                                                         *)
(* Who has no decrees to propose has tried nothing in this domain.         *)
(***************************************************************************)
EXTENDS MCSynod

CONSTANT MCFreeLedgers     \* TRUE iff passed decrees may stand in ledgers already.

(* All functions that take each p in P to a member of sets[p].             *)
RECURSIVE OneOfEach(_, _)
OneOfEach(P, sets) ==
  IF P = {}
  THEN {[p \in {} |-> 0]}
  ELSE LET p == CHOOSE q \in P : TRUE
       IN  {(p :> x) @@ f : x \in sets[p], f \in OneOfEach(P \ {p}, sets)}

LastTriedChoices ==
  OneOfEach(Participant, [p \in Participant |-> {NoNumber} \cup IF Proposals[p] = {} THEN {} ELSE NumbersOf(p)])

(* The numbers that have been tried, if these are the last ones.           *)
Tried(last) == {n \in Number : ~IsHigher(n, last[n[2]])}

(* What a participant may have done: in which of the ballots begun it has  *)
(* voted, which numbers it has answered, what it has promised.             *)
Pasts(tried, begun) ==
  {h \in [voted : SUBSET {n \in tried : begun[n] # Blank}, answered : SUBSET tried, nextBal : tried \cup {NoNumber}] :
     \A n \in h.voted \cup h.answered : ~IsHigher(n, h.nextBal)}

(* The vote of q in the highest of these ballots, or its null vote.        *)
HighestVote(q, numbers, begun) ==
  IF numbers = {}
  THEN [voter |-> q, number |-> NoNumber, decree |-> Blank]
  ELSE LET n == CHOOSE n \in numbers : \A o \in numbers : ~IsHigher(o, n)
       IN  [voter |-> q, number |-> n, decree |-> begun[n]]

Answer(q, n, past, begun) ==
  [type |-> "LastVote", from |-> q, dest |-> n[2], number |-> n,
   vote |-> HighestVote(q, {o \in past[q].voted : IsHigher(n, o)}, begun)]

(* The messages about ballots that follow from what was done.              *)
Sent(tried, begun, past) ==
  UNION {NextBallots(n[2], n) : n \in tried}
    \cup UNION {{Answer(q, n, past, begun) : n \in past[q].answered} : q \in Participant}
    \cup UNION {[type: {"BeginBallot"}, from: {n[2]}, dest: Participant, number: {n}, decree: {begun[n]}] : n \in {o \in tried : begun[o] # Blank}}
    \cup UNION {{[type |-> "Voted", from |-> q, dest |-> n[2], number |-> n] : n \in past[q].voted} : q \in Participant}

(* What may stand on p's slip of paper.                                    *)
Slips(p, begun, past) ==
  LET n == lastTried[p]
      blank   == [status |-> "idle", prevVotes |-> {}, decree |-> Blank, voters |-> {}]
      answers == {Answer(q, n, past, begun).vote : q \in {r \in Participant : n \in past[r].answered}}
      votes   == {q \in Participant : n \in past[q].voted}
  IN  {blank} \cup
      CASE n = NoNumber       -> {}
        [] n # NoNumber /\ begun[n] = Blank -> {[blank EXCEPT !.status = "trying", !.prevVotes = S] : S \in SUBSET answers}
        [] n # NoNumber /\ begun[n] # Blank -> {[blank EXCEPT !.status = "polling", !.decree = begun[n], !.voters = S] : S \in SUBSET votes}

PassedDecrees(begun, past) ==
  {begun[n] : n \in {o \in DOMAIN begun : begun[o] # Blank /\ IsMajority({q \in Participant : o \in past[q].voted})}}

MCInit ==
  \E last \in LastTriedChoices :
    LET tried == Tried(last)
    IN  \E begun \in [tried -> Decree \cup {Blank}] :
        \E past \in [Participant -> Pasts(tried, begun)] :
          LET passed == PassedDecrees(begun, past)
          IN  /\ lastTried = last
              /\ nextBal = [p \in Participant |-> past[p].nextBal]
              /\ msgs = Sent(tried, begun, past) \cup [type: {"Success"}, from: Participant, dest: Participant, decree: passed]
              /\ VotesAreSafe
              /\ prevVote = [p \in Participant |-> HighestVote(p, past[p].voted, begun)]
              /\ ledger \in [Participant -> {Blank} \cup IF MCFreeLedgers THEN passed ELSE {}]
              /\ \E slips \in OneOfEach(Participant, [p \in Participant |-> Slips(p, begun, past)]) :
                   /\ status = [p \in Participant |-> slips[p].status]
                   /\ prevVotes = [p \in Participant |-> slips[p].prevVotes]
                   /\ decree = [p \in Participant |-> slips[p].decree]
                   /\ voters = [p \in Participant |-> slips[p].voters]

(* Ledgers hold passed decrees, so Inv gives Coherence if at most one has  *)
(* passed.                                                                 *)
AtMostOnePasses == C!AtMostOne

(* The level counts the steps before the one that led here, and TLC checks  *)
(* the invariants in what a constraint leaves out, too.                    *)
MCOneStep == TLCGet("level") < 1
=============================================================================
