-------------------------- MODULE ExceptToSequence --------------------------
(* What is applied to an argument, as in Tail(row)[2], TLC evaluates no        *)
(* further than it must.  In some versions the operators on sequences then     *)
(* forget the exceptions of a function that is given to them as it is defined. *)
(*                                                                             *)
(* The third place of the row, which is the second of its tail, is taken, so   *)
(* NeverTaken is violated by the one step that there is.                       *)
EXTENDS Naturals, Sequences

VARIABLE place

Init == place = "none"

Next == place = "none" /\ place' = Tail([[i \in 1 .. 3 |-> "free"] EXCEPT ![3] = "taken"])[2]

NeverTaken == place # "taken"
=============================================================================
