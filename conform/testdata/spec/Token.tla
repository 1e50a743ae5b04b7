------------------------------- MODULE Token --------------------------------
(* Nodes in a ring pass a token on, so many times.                         *)
EXTENDS Naturals
CONSTANTS Node, Last
VARIABLES holds, passed, msgs   \* True iff p holds it; how often it was passed on, as p knows; what was sent.

Init ==
  /\ holds = [p \in Node |-> p = 1]
  /\ passed = [p \in Node |-> 0]
  /\ msgs = {}

Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs

Pass(p, to) ==
  /\ holds[p]
  /\ passed[p] < Last
  /\ to # p
  /\ holds' = [holds EXCEPT ![p] = FALSE]
  /\ UNCHANGED passed
  /\ Send({[type |-> "Token", dest |-> to, passed |-> passed[p] + 1]})

HandleToken(p, m) ==
  /\ Received(m)
  /\ m.dest = p
  /\ m.passed > passed[p]
  /\ holds' = [holds EXCEPT ![p] = TRUE]
  /\ passed' = [passed EXCEPT ![p] = m.passed]
  /\ NoSend

Crash(p) ==
  /\ holds' = [holds EXCEPT ![p] = FALSE]
  /\ UNCHANGED passed
  /\ NoSend

AnyToken == \E m \in msgs : \E p \in Node : HandleToken(p, m)

Next == (\E p, to \in Node : Pass(p, to)) \/ AnyToken \/ \E p \in Node : Crash(p)

Holder == \A p, q \in Node : holds[p] /\ holds[q] => p = q
=============================================================================
