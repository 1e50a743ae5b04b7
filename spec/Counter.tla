------------------------------ MODULE Counter --------------------------------
(***************************************************************************)
(* What clients may observe of one counter: as if each operation took      *)
(* effect at one moment between its call and its return.  An increment     *)
(* answers the counter after it, a read the counter.                       *)
(*                                                                         *)
(* An increment takes effect in a step of its own.  A read has none: it    *)
(* answers any value from that of the counter at its call up to that at    *)
(* its return.  That is exact, for the counter grows by one at a time: it  *)
(* has each of these values at some moment between, and no other.          *)
(*                                                                         *)
(* A client may give up.  It does not know then what became of its         *)
(* increment: that has taken effect, or still will, once, or never does.   *)
(* A read that nobody waits for is no longer seen.                         *)
(*                                                                         *)
(* Replica refines this.                                                   *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS
  Client,             \* The clients.
  Id                  \* What a client may call its operations by.

Operations == {"increment", "read"}

VARIABLES
  value,              \* The counter.
  open,               \* The operations that were called and have not returned.
  unknown,            \* The increments given up that may still take effect.
  heard               \* The answers that clients have had.

counterVars == <<value, open, unknown, heard>>

(* An open operation: since is the counter at its call, made what the      *)
(* counter became by it, 0 if it has not taken effect.                     *)
Open    == [client: Client, id: Id, op: Operations, since: Nat, made: Nat]
Unknown == [client: Client, id: Id]
Heard   == [client: Client, id: Id, op: Operations, answer: Nat]

TypeOK ==
  /\ value \in Nat
  /\ open \subseteq Open
  /\ unknown \subseteq Unknown
  /\ heard \subseteq Heard

Init ==
  /\ value = 0
  /\ open = {}
  /\ unknown = {}
  /\ heard = {}
-----------------------------------------------------------------------------
(* Client c calls an operation, by a name that none of its others has.     *)
Call(c, n, op) ==
  /\ \A o \in open \cup unknown \cup heard : o.client = c => o.id # n
  /\ open' = open \cup {[client |-> c, id |-> n, op |-> op, since |-> value, made |-> 0]}
  /\ UNCHANGED <<value, unknown, heard>>

(* The increment o takes effect.                                           *)
Apply(o) ==
  /\ o.op = "increment" /\ o.made = 0
  /\ value' = value + 1
  /\ open' = (open \ {o}) \cup {[o EXCEPT !.made = value + 1]}
  /\ UNCHANGED <<unknown, heard>>

(* An increment takes effect for which nobody waits any more.              *)
ApplyUnknown(u) ==
  /\ value' = value + 1
  /\ unknown' = unknown \ {u}
  /\ UNCHANGED <<open, heard>>

(* What o may answer now.                                                  *)
Answers(o) == IF o.op = "read" THEN o.since .. value ELSE {o.made} \ {0}

(* The client of o has the answer a.                                       *)
Return(o, a) ==
  \* REDUNDANT a \in Answers(o) -> TRUE: Next takes a from these.
  /\ a \in Answers(o)
  /\ open' = open \ {o}
  /\ heard' = heard \cup {[client |-> o.client, id |-> o.id, op |-> o.op, answer |-> a]}
  /\ UNCHANGED <<value, unknown>>

(* The client of o waits no longer.                                        *)
GiveUp(o) ==
  /\ open' = open \ {o}
  /\ unknown' = unknown \cup IF o.op = "increment" /\ o.made = 0 THEN {[client |-> o.client, id |-> o.id]} ELSE {}
  /\ UNCHANGED <<value, heard>>

Next ==
  \/ \E c \in Client, n \in Id, op \in Operations : Call(c, n, op)
  \/ \E o \in open :
       \/ Apply(o)
       \/ \E a \in Answers(o) : Return(o, a)
       \/ GiveUp(o)
  \/ \E u \in unknown : ApplyUnknown(u)

Spec == Init /\ [][Next]_counterVars
-----------------------------------------------------------------------------
(* No two increments are told one value, and none is told a value that the *)
(* counter has not had.                                                    *)
EachItsOwn ==
  \A g, h \in heard :
    /\ g.op = "increment" /\ h.op = "increment" /\ g.answer = h.answer => g = h
    /\ g.answer <= value

(* Whoever calls after somebody has had an answer is told no less.         *)
NeverLess == \A o \in open : \A a \in Answers(o) : o.since <= a

THEOREM Spec => [](TypeOK /\ EachItsOwn)      \* Checked by MCCounter.
=============================================================================
