------------------------------- MODULE Midnight -------------------------------
(* A clock with an assumption that is false.                                 *)
EXTENDS Clock
ASSUME TwelveHours == 3 = 12
=============================================================================
