-------------------------------- MODULE Clock --------------------------------
(* A clock that counts to three and begins again: something small for the    *)
(* tests of the runner to be right and wrong about.                          *)
EXTENDS Naturals, TLC
VARIABLE hour

Init == hour = 0
Tick == hour < 3 /\ hour' = hour + 1
Wrap == hour = 3 /\ hour' = 0 /\ PrintT(<<"wrapped at", hour>>)
Next == Tick \/ Wrap
Spec == Init /\ [][Next]_hour
Stop == Init /\ [][Tick]_hour

Small      == hour <= 3
Tiny       == hour < 2
Later      == hour > 0
Senseless  == hour < 2 \/ hour[1] = 2
NeverWraps == [][~Wrap]_hour
Dawns      == <>(hour = 1)
Strikes    == <>(hour = 3)
=============================================================================
