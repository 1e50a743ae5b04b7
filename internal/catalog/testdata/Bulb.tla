-------------------------------- MODULE Bulb --------------------------------
(* Bulbs that are lit and ring: a protocol for a test of package catalog,  *)
(* which adds Fuse to it.                                                  *)
EXTENDS Naturals
CONSTANT Participant

(* Durable: what cannot be undone.                                         *)
VARIABLES fused

(* Volatile: the filament.                                                 *)
VARIABLES lit

VARIABLE msgs

durableVars  == <<fused>>
volatileVars == <<lit>>
vars         == <<fused, lit, msgs>>

RingMessage == [type: {"Ring"}, from: Participant, dest: Participant]

Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs

Light(p) ==
  /\ ~lit[p]
  /\ ~fused[p]
  /\ lit' = [lit EXCEPT ![p] = TRUE]
  /\ Send([type: {"Ring"}, from: {p}, dest: Participant])
  /\ UNCHANGED durableVars

HandleRing(p, m) ==
  /\ Received(m)
  /\ m.type = "Ring"
  /\ m.dest = p
  /\ lit' = [lit EXCEPT ![p] = FALSE]
  /\ NoSend
  /\ UNCHANGED durableVars

Fuse(p) ==
  /\ lit[p]
  /\ fused' = [fused EXCEPT ![p] = TRUE]
  /\ NoSend
  /\ UNCHANGED volatileVars

AnyRing(p) == \E m \in msgs : HandleRing(p, m)

Next == \E p \in Participant :
  \/ Light(p)
  \/ AnyRing(p)
  \/ Fuse(p)
=============================================================================
