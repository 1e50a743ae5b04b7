----------------------- MODULE MultiDecreeCutIgnored ------------------------
(***************************************************************************)
(* p puts decrees to the vote where somebody who answered has truncated.   *)
(* None of those may have told it of a vote, so it takes the instance for  *)
(* a gap. Two things mask the harm: its Top is not below what is           *)
(* truncated, so it is never a client's decree that it proposes there; and *)
(* who truncated does not vote there, so that of two participants none     *)
(* passes anything. With three, the others may.                            *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenBeginBallot(p, i, d) ==
  /\ status[p] = "presiding"
  /\ i \in Instances
  /\ i <= written[p] + Window
  /\ ~IsWritten(p, i)
  /\ ~IsProposed(p, i)
  /\ d \in Choices(p, i)
  /\ proposed' = [proposed EXCEPT ![p] = @ \cup {[instance |-> i, decree |-> d]}]
  /\ Send(BeginBallots(p, i, d))
  /\ UNCHANGED <<durableVars, status, answered, known, truncated, inherited, voters>>
=============================================================================
