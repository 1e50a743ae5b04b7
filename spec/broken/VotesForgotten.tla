-------------------------- MODULE VotesForgotten ----------------------------
(***************************************************************************)
(* p keeps its last vote on a slip of paper, and loses it in a crash. It   *)
(* then answers the next ballot as if it had never voted. Coherence sees   *)
(* it too.                                                                 *)
(***************************************************************************)
EXTENDS MCSynod

BrokenCrash(p) ==
  /\ prevVote' = [prevVote EXCEPT ![p] = [voter |-> p, number |-> NoNumber, decree |-> Blank]]
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
  /\ decree' = [decree EXCEPT ![p] = Blank]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, ledger>>
=============================================================================
