----------------------------- MODULE MCCounter -------------------------------
(***************************************************************************)
(* The operations of the models of Counter; and beside Counter the         *)
(* monitor, which must find a linearization for all that clients see.      *)
(***************************************************************************)
EXTENDS Counter, MCCounterMonitor

CONSTANT MCOperations   \* MCOperations[c][n]: what c may call by the name n, once.

VARIABLES
  called,               \* The names by which clients have called.
  possible              \* The linearizations of what they saw.

MCOneEach == <<<<"increment", "read">>, <<"increment", "read">>>>

MCOperation(o) == [client |-> o.client, id |-> o.id, op |-> o.op]

MCInit ==
  /\ Init
  /\ called = {}
  /\ possible = MonitorInit

MCCall(c, n) ==
  /\ <<c, n>> \notin called
  /\ Call(c, n, MCOperations[c][n])
  /\ called' = called \cup {<<c, n>>}
  /\ possible' = AfterCall(possible, [client |-> c, id |-> n, op |-> MCOperations[c][n]])

MCReturn(o, a) ==
  /\ Return(o, a)
  /\ possible' = AfterReturn(possible, MCOperation(o), a)
  /\ UNCHANGED called

MCGiveUp(o) ==
  /\ GiveUp(o)
  /\ possible' = AfterGiveUp(possible, MCOperation(o))
  /\ UNCHANGED called

MCApply ==
  /\ (\E o \in open : Apply(o)) \/ (\E u \in unknown : ApplyUnknown(u))
  /\ UNCHANGED <<called, possible>>

MCNext ==
  \/ \E c \in Client, n \in Id : MCCall(c, n)
  \/ \E o \in open : (\E a \in Answers(o) : MCReturn(o, a)) \/ MCGiveUp(o)
  \/ MCApply

(* What clients saw is that of one counter.                                *)
IsLinearizable == possible # {}
=============================================================================
