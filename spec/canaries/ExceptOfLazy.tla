---------------------------- MODULE ExceptOfLazy ----------------------------
(* TLC keeps a function whose domain is a set of functions as its rule with a  *)
(* list of exceptions, and makes a table of it when it needs one.  [f EXCEPT   *)
(* ...] shares the list, and in some versions making the table of one function *)
(* spoils the list of the other: a function then is what should be the value   *)
(* that it has at one desk.                                                    *)
(*                                                                             *)
(* Both functions here have all desks as their domain, so OneIsLost is false   *)
(* in the one state that there is.                                             *)
EXTENDS Naturals, TLC

VARIABLES before, after

Desk == [{"room"} -> {1, 2}]
At(n) == [r \in {"room"} |-> n]
Free == [d \in Desk |-> 0]

Init ==
  /\ before = [Free EXCEPT ![At(1)] = At(1) :> 7]
  /\ after = [before EXCEPT ![At(2)] = 8]

Next == UNCHANGED <<before, after>>

OneIsLost == DOMAIN before # Desk \/ DOMAIN after # Desk
=============================================================================
