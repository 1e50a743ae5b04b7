-------------------------- MODULE EnabledInInstance -------------------------
(* ENABLED of an action of an instance that gives a LAMBDA with a primed       *)
(* variable to an operator that TLC has in Java.  A variable of the instance   *)
(* has the name of another one out here, and in some versions the LAMBDA reads *)
(* that.                                                                       *)
(*                                                                             *)
(* Serving 1 leaves one of <<1, 2>> in the queue, and Serve wants two, so it   *)
(* is not enabled, and CanServe is false in the one state that there is.       *)
EXTENDS Naturals

VARIABLES mark, seen, queue

Inner == INSTANCE EnabledInInstanceInner WITH turn <- mark, mark <- seen, list <- queue

Init == mark = 0 /\ seen = 0 /\ queue = <<1, 2>>

Next == UNCHANGED <<mark, seen, queue>>

CanServe == Inner!MayServe
=============================================================================
