----------------------- MODULE MCMultiDecreeInductive -----------------------
(***************************************************************************)
(* Inv is inductive: from every state in which it holds, reachable or not, *)
(* each step ends in a state in which it holds.  All such states of a      *)
(* bounded domain are initial here, and one step is taken from each.       *)
(*                                                                         *)
(* A state is made from what Inv leaves free, and what it determines is    *)
(* derived: the votes in answers, those that are remembered, slips, how    *)
(* far ledgers are complete.  NextBallots of the tried numbers, Successes  *)
(* of what passed and Snapshots of what is truncated are all there.  Inv   *)
(* asks of them only that what was answered was sent, as it is when it is  *)
(* received; and who may receive more may do all that it could before.  So *)
(* what holds with all of them holds with some.                            *)
(*                                                                         *)
(* With two instances all that would be too much.  So the first of them is *)
(* decided then: both have answered 1.1, when nothing was written, and     *)
(* have voted for a in it.  1 has written and truncated what it may, and   *)
(* has lost its slip in a crash; 2 fell behind and has written nothing.    *)
(* What ballot 1.2 does in the first instance, what it was told, 2's slip, *)
(* and all votes in the second are free.                                   *)
(***************************************************************************)
EXTENDS MCMultiDecree

(* TRUE iff there are two instances and the first is decided.              *)
MCDecided == Cardinality(Instances) > 1

(* Who has written nothing then, and who has lost its slip.                *)
IsBehind(p)   == MCDecided /\ p = 2
HasCrashed(p) == MCDecided /\ p = 1

None == <<"none">>    \* Nothing was put to the vote.

OwnerOf(n) == n[2]

(* All functions that take each x in X to a member of sets[x].             *)
RECURSIVE OneOfEach(_, _)
OneOfEach(X, sets) ==
  IF X = {}
  THEN {[x \in {} |-> 0]}
  ELSE LET x == CHOOSE y \in X : TRUE
       IN  {(x :> y) @@ f : y \in sets[x], f \in OneOfEach(X \ {x}, sets)}

LastTriedChoices ==
  {last \in OneOfEach(Participant, [p \in Participant |-> {NoNumber} \cup NumbersOf(p)]) :
     MCDecided => last[1] # NoNumber}

(* The numbers that have been tried, if these are the last ones.           *)
Tried(last) == {n \in Number : ~IsHigher(n, last[OwnerOf(n)])}

(* What was put to the vote, by instance and ballot.  Inv compares decrees *)
(* and asks nothing else of them: so ballot 1.1 is about a if it is about  *)
(* anything, and 1.2 about the same or another.                            *)
BegunChoices(tried) ==
  OneOfEach(Instances \X tried,
    [x \in Instances \X tried |->
       IF MCDecided /\ x[1] = 1 THEN (IF x[2] = <<1, 1>> THEN {<<"a">>} ELSE {None, <<"a">>})
       ELSE IF x[2] = <<1, 1>> THEN {None, <<"a">>}
       ELSE {None, <<"a">>, <<"b">>}])

(* Where and in which ballots a participant may have voted.                *)
VotedChoices(begun) ==
  {S \in SUBSET {x \in DOMAIN begun : begun[x] # None} : MCDecided => <<1, <<1, 1>>>> \in S}

(* VotesAreSafe, before there are messages.                                *)
AreSafe(begun, voted, promised) ==
  \A x \in {y \in DOMAIN begun : begun[y] # None} : \A n \in NumbersBelow(x[2]) :
    IsMajority({q \in Participant :
      IF <<x[1], n>> \in voted[q] THEN begun[<<x[1], n>>] = begun[x] ELSE IsHigher(promised[q], n)})

PassedEntries(begun, voted) ==
  {[instance |-> x[1], decree |-> begun[x]] : x \in {y \in DOMAIN begun : IsMajority({q \in Participant : y \in voted[q]})}}

VotesOf(S, begun) == {[instance |-> x[1], number |-> x[2], decree |-> begun[x]] : x \in S}

(* The answer to n of somebody who voted like this and had truncated up to *)
(* c, to whom had asked from first on.                                     *)
Answer(q, n, c, first, mine) ==
  [type |-> "LastVote", from |-> q, dest |-> OwnerOf(n), number |-> n, cut |-> c,
   votes |-> Highest({v \in mine : v.instance > c /\ v.instance >= first /\ IsHigher(n, v.number)})]

(* What q may have answered, and how far it had truncated then.            *)
AnswerChoices(tried, promised, c) ==
  {told \in UNION {[S -> 0 .. c] : S \in SUBSET {n \in tried : ~IsHigher(n, promised)}} :
     MCDecided => <<1, 1>> \in DOMAIN told /\ told[<<1, 1>>] = 0}

Sent(tried, first, begun, voted, told, passed, cuts) ==
  UNION {[type: {"NextBallot"}, from: {OwnerOf(n)}, dest: Participant, number: {n}, first: {first[n]}] : n \in tried}
    \cup UNION {{Answer(q, n, told[q][n], first[n], VotesOf(voted[q], begun)) : n \in DOMAIN told[q]} : q \in Participant}
    \cup UNION {[type: {"BeginBallot"}, from: {OwnerOf(x[2])}, dest: Participant, number: {x[2]}, instance: {x[1]}, decree: {begun[x]}] :
                  x \in {y \in DOMAIN begun : begun[y] # None}}
    \cup UNION {{[type |-> "Voted", from |-> q, dest |-> OwnerOf(x[2]), number |-> x[2], instance |-> x[1]] : x \in voted[q]} : q \in Participant}
    \cup {[type |-> "Success", from |-> p, dest |-> q, instance |-> e.instance, decree |-> e.decree] : p, q \in Participant, e \in passed}
    \cup UNION {[type: {"Snapshot"}, from: {p}, dest: Participant, cut: 1 .. cuts[p], state: States] : p \in Participant}

NoSlip == [status |-> "idle", answered |-> {}, known |-> {}, truncated |-> 0, inherited |-> 0, proposed |-> {}, voters |-> {}]

(* What may stand on p's slip of paper.                                    *)
Slips(p) ==
  LET n       == lastTried[p]
      answers == {m \in msgs : m.type = "LastVote" /\ m.number = n}
      own     == {b \in Begun : b.number = n}
      open    == {[instance |-> b.instance, decree |-> b.decree] : b \in {c \in own : ~IsWritten(p, c.instance)}}
      votesOn == {[instance |-> m.instance, voter |-> m.from] : m \in {o \in msgs : o.type = "Voted" /\ o.number = n /\ o.instance \in InstancesOf(open)}}
      Heard(S) == [NoSlip EXCEPT !.answered = {m.from : m \in S},
                                 !.known = {v \in Highest(UNION {m.votes : m \in S}) : ~IsWritten(p, v.instance)},
                                 !.truncated = Maximum({0} \cup {m.cut : m \in S})]
      trying  == {[Heard(S) EXCEPT !.status = "trying"] : S \in {T \in SUBSET answers : ~IsMajority({m.from : m \in T})}}
      Presidencies(S) ==
        LET h    == Heard(S)
            top  == Maximum({HighestHeard(p, h.known, h.truncated)} \cup InstancesOf(open))
            from == Maximum({h.truncated} \cup UNION {InstancesOf(m.votes) : m \in S} \cup {m.first - 1 : m \in {o \in msgs : o.type = "NextBallot" /\ o.number = n}})
        IN  {[h EXCEPT !.status = "presiding", !.inherited = i, !.proposed = open, !.voters = V] : i \in from .. top, V \in SUBSET votesOn}
  IN  {NoSlip}
        \cup (IF n = NoNumber \/ own # {} THEN {} ELSE trying)
        \cup (IF n = NoNumber THEN {} ELSE UNION {Presidencies(S) : S \in {T \in SUBSET answers : IsMajority({m.from : m \in T})}})

MCInit ==
  \E last \in LastTriedChoices :
    LET tried == Tried(last)
    IN  \E begun \in BegunChoices(tried) :
        \E voted \in [Participant -> VotedChoices(begun)] :
        \E promised \in [Participant -> tried \cup {NoNumber}] :
          /\ \A q \in Participant : \A x \in voted[q] : ~IsHigher(x[2], promised[q])
          /\ AreSafe(begun, voted, promised)
          /\ LET passed == PassedEntries(begun, voted)
                 prefix == CompleteFrom(0, InstancesOf(passed))
             IN  \E cuts \in OneOfEach(Participant, [p \in Participant |-> IF IsBehind(p) THEN {0} ELSE 0 .. prefix]) :
                 \E ledgers \in OneOfEach(Participant, [p \in Participant |-> IF IsBehind(p) THEN {{}} ELSE SUBSET Above(passed, cuts[p])]) :
                 LET complete == [p \in Participant |-> CompleteFrom(cuts[p], InstancesOf(ledgers[p]))]
                 IN  \E first \in OneOfEach(tried, [n \in tried |-> IF IsBehind(OwnerOf(n)) \/ ~MCDecided THEN 1 .. complete[OwnerOf(n)] + 1 ELSE {1}]) :
                     \E told \in OneOfEach(Participant, [q \in Participant |-> AnswerChoices(tried, promised[q], cuts[q])]) :
                       /\ lastTried = last
                       /\ nextBal = promised
                       /\ votes = [q \in Participant |-> Highest(Above(VotesOf(voted[q], begun), cuts[q]))]
                       /\ ledger = ledgers
                       /\ cut = cuts
                       /\ snapshot = [p \in Participant |-> IF cuts[p] = 0 THEN NoState ELSE CHOOSE s \in States : TRUE]
                       /\ written = complete
                       /\ msgs = Sent(tried, first, begun, voted, told, passed, cuts)
                       /\ \E slips \in OneOfEach(Participant, [p \in Participant |-> IF HasCrashed(p) THEN {NoSlip} ELSE Slips(p)]) :
                            /\ status = [p \in Participant |-> slips[p].status]
                            /\ answered = [p \in Participant |-> slips[p].answered]
                            /\ known = [p \in Participant |-> slips[p].known]
                            /\ truncated = [p \in Participant |-> slips[p].truncated]
                            /\ inherited = [p \in Participant |-> slips[p].inherited]
                            /\ proposed = [p \in Participant |-> slips[p].proposed]
                            /\ voters = [p \in Participant |-> slips[p].voters]

(* Ledgers hold passed entries, so Inv gives Coherence if at most one      *)
(* decree has passed in each instance.                                     *)
AtMostOnePasses == L!AtMostOneEach

MCOneStep == TLCGet("level") < 1
=============================================================================
