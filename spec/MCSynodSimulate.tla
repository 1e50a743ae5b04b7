-------------------------- MODULE MCSynodSimulate ---------------------------
(***************************************************************************)
(* Behaviours for the Go twins to take.  Its bounds are wider than those   *)
(* of the models that are searched to the end, for it is only walked       *)
(* through at random.  Steps that lead back to the beginning are rarer     *)
(* than in Synod, or few walks would come far: only who is polling crashes,*)
(* and only who is idle chooses a ballot number.                           *)
(***************************************************************************)
EXTENDS MCSynod

MCNumber(p) == status[p] = "idle" /\ \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)
MCCrash(p)  == status[p] = "polling" /\ Crash(p)
=============================================================================
