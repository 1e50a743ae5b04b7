------------------------------- MODULE TraceIO -------------------------------
(***************************************************************************)
(* What recorded traces look like from TLA+.  The class TraceIO.java, on   *)
(* the class path, replaces these operators; without it TLC stops at the   *)
(* first of them.  The file that it reads is a batch: traces, one after    *)
(* the other, of which each line is a JSON object.                         *)
(***************************************************************************)
LOCAL INSTANCE Naturals
LOCAL INSTANCE TLC

LOCAL Missing == Assert(FALSE, "TraceIO.class is not on the class path")

(* The number of lines of the batch.                                       *)
Lines == Missing

(* Line n of the batch, counted from 1.  An object is a record, a list is  *)
(* a tuple, or a set where the name of its field is in sets.               *)
Line(n, sets) == Missing

(* True iff a and b are the same value.  Unlike a = b this is FALSE, and   *)
(* no error, of values that TLC cannot compare, such as 1 and "1".         *)
Same(a, b) == Missing

(* True iff a is of the same kind as the example: both numbers, strings or *)
(* booleans, tuples of one length or records with the same fields, and so  *)
(* on for what is in them.                                                 *)
Like(a, example) == Missing

(* TRUE.  It notes that line n was reached, for whoever started TLC.       *)
Reached(n) == Missing
-----------------------------------------------------------------------------
(* These the class does as TLC would, but sooner: TLC takes the square of  *)
(* the size of a set, or a step of its interpreter for each element.  A    *)
(* test compares the two (TestTheClassDoesWhatTheModuleDefines).           *)

(* What line n holds of that kind, or nothing.                             *)
Held(n, kind, sets) == IF n <= Lines /\ kind \in DOMAIN Line(n, sets) THEN {Line(n, sets)[kind]} ELSE {}

(* True iff m is the same value as an element of S.                        *)
IsAmong(m, S) == \E s \in S : Same(s, m)

(* The greatest number in a set.                                           *)
Greatest(S) == CHOOSE n \in S : \A m \in S : m <= n

(* The instances that the elements of a set are about; the elements that   *)
(* are about i, about another, and about a greater one.                    *)
InstancesIn(S)      == {x.instance : x \in S}
OfInstance(S, i)    == {x \in S : x.instance = i}
OfOthersThan(S, i)  == {x \in S : x.instance # i}
OfGreaterThan(S, i) == {x \in S : x.instance > i}

(* The elements of a set that are about client c.                          *)
OfOneClient(S, c) == {x \in S : x.client = c}

(* The greatest number of what is about client c, or 0.                    *)
LastOfClient(S, c) == Greatest({0} \cup {x.seq : x \in OfOneClient(S, c)})

(* The last number such that it and all others above n are in S, or n.     *)
LastInRow(n, S) == Greatest({m \in {n} \cup S : (n + 1) .. m \subseteq S})

(* What S has and T has not.                                               *)
Gained(S, T) == S \ T

(* What is in a list.                                                      *)
ElementsOf(list) == {list[i] : i \in DOMAIN list}

(* What a step made of the variables of p, as an event tells of it: their  *)
(* values after it, and of those that grow what they gained.  Before and   *)
(* after have for each variable its values at all nodes.                   *)
Made(p, before, after, growing) ==
  [v \in DOMAIN before |-> IF v \in growing THEN Gained(after[v][p], before[v][p]) ELSE after[v][p]]

(* What the event tells of them: what it does not name did not change.     *)
Told(e, before, growing) ==
  e.post @@ [v \in DOMAIN before |-> IF v \in growing THEN {} ELSE before[v][e.node]]

(* True iff the step did to the event's node what the event tells.         *)
Agrees(e, before, after, growing) == Same(Made(e.node, before, after, growing), Told(e, before, growing))
=============================================================================
