-------------------------------- MODULE Lamp --------------------------------
(* Lamps that ring each other's bells: a protocol for the tests of package *)
(* transcript.  Jam and Stick have twins that do something else.           *)
EXTENDS Naturals
CONSTANT Lamps

(* Durable: what is engraved.                                              *)
VARIABLE rings

(* Volatile: the filament.                                                 *)
VARIABLE lit

VARIABLE msgs

durableVars  == <<rings>>
volatileVars == <<lit>>
vars         == <<rings, lit, msgs>>

RingMessage == [type: {"Ring"}, from: Lamps, dest: Lamps]

Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs

Light(p, watts) ==
  /\ ~lit[p]
  /\ watts <= 60
  /\ lit' = [lit EXCEPT ![p] = TRUE]
  /\ Send([type: {"Ring"}, from: {p}, dest: Lamps])
  /\ UNCHANGED durableVars

HandleRing(p, m) ==
  /\ Received(m)
  /\ m.type = "Ring"
  /\ m.dest = p
  /\ rings' = [rings EXCEPT ![p] = @ \cup {m.from}]
  /\ NoSend
  /\ UNCHANGED volatileVars

Jam(p) ==
  /\ lit[p]
  /\ NoSend
  /\ UNCHANGED <<durableVars, volatileVars>>

Stick(p) ==
  /\ NoSend
  /\ UNCHANGED <<durableVars, volatileVars>>

Crash(p) ==
  /\ lit' = [lit EXCEPT ![p] = FALSE]
  /\ NoSend
  /\ UNCHANGED durableVars

AnyRing(p) == \E m \in msgs : HandleRing(p, m)

Next == \E p \in Lamps :
  \/ \E watts \in 1..100 : Light(p, watts)
  \/ AnyRing(p)
  \/ Jam(p)
  \/ Stick(p)
  \/ Crash(p)
=============================================================================
