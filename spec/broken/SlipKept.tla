----------------------------- MODULE SlipKept -------------------------------
(***************************************************************************)
(* p keeps its slip of paper when it chooses a new number, and counts      *)
(* answers and votes of its old ballot for the new one.                    *)
(***************************************************************************)
EXTENDS MCSynod

BrokenChooseBallotNumber(p, number) ==
  /\ Proposals[p] # {}
  /\ number \in NumbersOf(p)
  /\ IsHigher(number, lastTried[p])
  /\ lastTried' = [lastTried EXCEPT ![p] = number]
  /\ status' = [status EXCEPT ![p] = "trying"]
  /\ Send(NextBallots(p, number))
  /\ UNCHANGED <<nextBal, prevVote, ledger, prevVotes, decree, voters>>
=============================================================================
