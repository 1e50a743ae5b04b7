---------------------------- MODULE TraceIOCheck ----------------------------
(***************************************************************************)
(* The operators that the class TraceIO does sooner than TLC, beside their *)
(* definitions.  OneIsWrong must be found out.                             *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, TraceIO

Records == [instance: 1 .. 3, decree: {<<>>, <<1>>}]
Few     == {S \in SUBSET Records : Cardinality(S) <= 3}

(* Sets as TLC makes them up on the way: not sorted, or not yet elements.  *)
Forms(S) == {S, {x \in Records : x \in S}, S \cup S, {[instance |-> x.instance, decree |-> x.decree] : x \in S}}

Right ==
  \A S \in Few : \A M \in Forms(S) :
    /\ InstancesIn(M) = {x.instance : x \in S}
    /\ \A i \in 0 .. 3 :
         /\ OfInstance(M, i) = {x \in S : x.instance = i}
         /\ OfOthersThan(M, i) = {x \in S : x.instance # i}
         /\ OfGreaterThan(M, i) = {x \in S : x.instance > i}
         /\ LET I == InstancesIn(S)
                 R == {m \in {i} \cup I : (i + 1) .. m \subseteq I}
            IN  LastInRow(i, InstancesIn(M)) = CHOOSE n \in R : \A m \in R : m <= n
    /\ \A T \in Few : Gained(M, T) = S \ T /\ (Same(M, T) <=> S = T)
    /\ S # {} => Greatest(InstancesIn(M)) = CHOOSE n \in 1 .. 3 : (\A x \in S : x.instance <= n) /\ (\E x \in S : x.instance = n)

Record(n) == [instance |-> n, sets |-> [votes |-> {n}]]

SameRecords ==
  /\ Same(Record(1), Record(1))
  /\ ~Same(Record(1), Record(2))
  /\ Same(Record(1), [sets |-> [votes |-> {1}], instance |-> 1])
  /\ Same(Record(1), [x \in {"sets", "instance"} |-> IF x = "sets" THEN [votes |-> {1}] ELSE 1])
  /\ ~Same(Record(1), [instance |-> 1])
  /\ ~Same(Record(1), [Record(1) EXCEPT !.sets = "1"])
  /\ ~Same(1, "1")

(* What is said of clients, and of lists.                                  *)
Sessions == SUBSET [client: 1 .. 2, seq: 1 .. 2]

OfClients ==
  /\ \A S \in Sessions : \A c \in 0 .. 2 :
       LET own == {s \in S : s.client = c}
       IN  /\ OfOneClient(S, c) = own
           /\ LastOfClient(S, c) \in {0} \cup {s.seq : s \in own}
           /\ \A s \in own : s.seq <= LastOfClient(S, c)
  /\ ElementsOf(<<>>) = {}
  /\ ElementsOf(<<3, 1, 3>>) = {1, 3}

(* Of the lines of the batch the second alone holds anything.              *)
Lookups ==
  /\ \A n \in 1 .. 3 : Held(n, "event", {}) = IF n = 2 THEN {7} ELSE {}
  /\ Held(2, "end", {}) = {}
  /\ IsAmong(Record(1), {Record(2), Record(1)})
  /\ ~IsAmong(Record(1), {Record(2)})
  /\ ~IsAmong(1, {"1"})

(* Two nodes with the variables a and s; and what events may tell of them. *)
Before == [a |-> <<1, 2>>, s |-> <<{1}, {2}>>]
Afters == [a: {<<1, 2>>, <<3, 2>>, <<1, 3>>}, s: {<<{1}, {2}>>, <<{1, 3}, {2}>>, <<{}, {2}>>}]
Posts  == <<<<>>, [a |-> 3], [a |-> 1], [a |-> "3"], [s |-> {3}], [s |-> {1, 3}], [a |-> 3, s |-> {3}], [b |-> 3], [a |-> 3, b |-> 3]>>

Agreement ==
  \A after \in Afters : \A growing \in {{}, {"s"}} : \A i \in DOMAIN Posts : \A p \in 1 .. 2 :
    LET made(v) == IF v \in growing THEN after[v][p] \ Before[v][p] ELSE after[v][p]
        told(v) == IF v \in DOMAIN Posts[i] THEN Posts[i][v] ELSE IF v \in growing THEN {} ELSE Before[v][p]
    IN  Agrees([node |-> p, post |-> Posts[i]], Before, after, growing)
          <=> DOMAIN Posts[i] \subseteq DOMAIN Before /\ \A v \in DOMAIN Before : Same(made(v), told(v))

OneIsWrong == \A S \in Few : Gained(S, {}) = {}

CONSTANT Checked
ASSUME Checked

VARIABLE x
Init == x = 0
Next == UNCHANGED x
=============================================================================
