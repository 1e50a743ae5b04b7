-------------------- MODULE MultiDecreeSecondBeginBallot --------------------
(***************************************************************************)
(* p begins in one instance and ballot twice: what it has put to the vote  *)
(* it puts to the vote once more, and since its Top has risen meanwhile it *)
(* is the olive-day decree now. Two votes in one ballot may then be for    *)
(* two decrees, and p counts them together.                                *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenBeginBallot(p, i, d) ==
  /\ status[p] = "presiding"
  /\ i \in Instances
  /\ i <= written[p] + Window
  /\ ~IsWritten(p, i)
  /\ truncated[p] < i
  /\ d \in Choices(p, i)
  /\ proposed' = [proposed EXCEPT ![p] = @ \cup {[instance |-> i, decree |-> d]}]
  /\ Send(BeginBallots(p, i, d))
  /\ UNCHANGED <<durableVars, status, answered, known, truncated, inherited, voters>>
=============================================================================
