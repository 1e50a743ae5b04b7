---------------------------- MODULE TraceIOCheck ----------------------------
(***************************************************************************)
(* The operators that the class TraceIO does sooner than TLC, beside their *)
(* definitions.  OneIsWrong must be found out.                             *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets, TraceIO

Records == [instance: 1 .. 3, decree: {<<>>, <<1>>}]
Few     == {S \in SUBSET Records : Cardinality(S) <= 3}

(* Sets as TLC makes them up on the way: not sorted, or not yet elements.  *)
Made(S) == {S, {x \in Records : x \in S}, S \cup S, {[instance |-> x.instance, decree |-> x.decree] : x \in S}}

Right ==
  \A S \in Few : \A M \in Made(S) :
    /\ InstancesIn(M) = {x.instance : x \in S}
    /\ \A i \in 0 .. 3 :
         /\ OfInstance(M, i) = {x \in S : x.instance = i}
         /\ OfOthersThan(M, i) = {x \in S : x.instance # i}
         /\ OfGreaterThan(M, i) = {x \in S : x.instance > i}
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

OneIsWrong == \A S \in Few : Gained(S, {}) = {}

CONSTANT Checked
ASSUME Checked

VARIABLE x
Init == x = 0
Next == UNCHANGED x
=============================================================================
