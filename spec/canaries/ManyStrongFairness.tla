------------------------- MODULE ManyStrongFairness -------------------------
(* TLC makes a disjunction of what must be refuted.  Each SF is a choice of    *)
(* two, so 32 of them are 2^32 branches, which in some versions are counted as *)
(* none: they are left out, and the other conjunct of the property alone is    *)
(* checked.                                                                    *)
(*                                                                             *)
(* A lamp that is switched forever takes each fair step, and does not stay on, *)
(* so StaysOn is violated.                                                     *)
EXTENDS Naturals

VARIABLE on

Init == on = FALSE

Switch == on' = ~on

Spec == Init /\ [][Switch]_on /\ WF_on(Switch)

StaysOn ==
  /\ (\A i \in 1 .. 32 : SF_on(Switch)) => <>[]on
  /\ []<>on
=============================================================================
