------------------------ MODULE MultiDecreeSlipKept -------------------------
(***************************************************************************)
(* p keeps its slip of paper when it chooses a new number, and counts      *)
(* answers to its old ballot for the new one.                              *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenChooseBallotNumber(p, number) ==
  /\ number \in NumbersOf(p)
  /\ IsHigher(number, lastTried[p])
  /\ lastTried' = [lastTried EXCEPT ![p] = number]
  /\ status' = [status EXCEPT ![p] = "trying"]
  /\ Send(NextBallots(p, number))
  /\ UNCHANGED <<nextBal, votes, ledger, cut, snapshot, written, answered, known, truncated, inherited, proposed, voters>>
=============================================================================
