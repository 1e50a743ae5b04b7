--------------------------------- MODULE Fork ---------------------------------
(* Two ways to one place, and on from there: whoever forbids the last step   *)
(* of one way may still go the other.                                        *)
EXTENDS Naturals
VARIABLE place

Init == place = 0
Next == \/ place = 0 /\ place' \in {1, 2}
        \/ place \in {1, 2} /\ place' = 3
        \/ place \in 3 .. 5 /\ place' = place + 1
        \/ place = 6 /\ place' = 0
Spec == Init /\ [][Next]_place

NotFromOne == ~(place = 1 /\ place' = 3)
NotFromTwo == ~(place = 2 /\ place' = 3)
=============================================================================
