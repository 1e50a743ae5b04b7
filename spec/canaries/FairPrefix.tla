------------------------------ MODULE FairPrefix ----------------------------
(* A property that a beginning of a behaviour may seem to refute: some         *)
(* versions say so before they look whether the behaviour is fair.             *)
(*                                                                             *)
(* The clock goes on to three, and stays there, so ComesToRest holds.          *)
EXTENDS Naturals

VARIABLE hour

Init == hour = 0

Next == IF hour = 3 THEN UNCHANGED hour ELSE hour' = hour + 1

Spec == Init /\ [][Next]_hour /\ WF_hour(Next)

ComesToRest == hour = 0 => <>[](hour = 3)
=============================================================================
