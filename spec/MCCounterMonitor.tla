-------------------------- MODULE MCCounterMonitor ---------------------------
(***************************************************************************)
(* Judges what clients see of a counter without knowing anything about     *)
(* where it comes from: it keeps all ways in which the operations can have *)
(* taken effect so far, one after the other, each between its call and its *)
(* return.  What clients saw is that of one counter iff such a way is left.*)
(*                                                                         *)
(* A linearization, as far as it matters for what comes: the counter after *)
(* it, the operations that wait to take effect, and those that did and     *)
(* have not returned, with their answers.  Operations are records with op; *)
(* no two are the same.                                                    *)
(*                                                                         *)
(* It has no configuration: MCCounter and MCReplica extend it, as          *)
(* MCCounter.cfg and MCReplicaLogMonitor.cfg use it.                       *)
(***************************************************************************)
LOCAL INSTANCE Naturals

MonitorInit == {[counter |-> 0, waiting |-> {}, done |-> {}]}

(* What becomes of linearization l if operation o takes effect now.        *)
Takes(l, o) ==
  LET v == IF o.op = "increment" THEN l.counter + 1 ELSE l.counter
  IN  [counter |-> v, waiting |-> l.waiting \ {o}, done |-> l.done \cup {[operation |-> o, answer |-> v]}]

(* The linearizations in S, and all that come of them when some of what    *)
(* waits takes effect.                                                     *)
RECURSIVE Closed(_)
Closed(S) ==
  LET T == S \cup UNION {{Takes(l, o) : o \in l.waiting} : l \in S}
  IN  IF T = S THEN S ELSE Closed(T)

(* What clients see.  Who gives up will see no answer; a read may then be  *)
(* forgotten, an increment may still take effect.                          *)
AfterCall(S, o)      == Closed({[l EXCEPT !.waiting = @ \cup {o}] : l \in S})
AfterReturn(S, o, a) ==
  {[l EXCEPT !.done = @ \ {[operation |-> o, answer |-> a]}] : l \in {k \in S : [operation |-> o, answer |-> a] \in k.done}}
AfterGiveUp(S, o)    ==
  {[l EXCEPT !.waiting = IF o.op = "read" THEN @ \ {o} ELSE @, !.done = {d \in @ : d.operation # o}] : l \in S}
=============================================================================
