--------------------- MODULE MultiDecreeVotesForgotten ----------------------
(***************************************************************************)
(* p keeps its votes on a slip of paper, and loses them in a crash. It     *)
(* then answers the next ballot as if it had never voted. Coherence sees   *)
(* it too.                                                                 *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenCrash(p) ==
  /\ votes' = [votes EXCEPT ![p] = {}]
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ answered' = [answered EXCEPT ![p] = {}]
  /\ known' = [known EXCEPT ![p] = {}]
  /\ truncated' = [truncated EXCEPT ![p] = 0]
  /\ inherited' = [inherited EXCEPT ![p] = 0]
  /\ proposed' = [proposed EXCEPT ![p] = {}]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, ledger, cut, snapshot, written>>
=============================================================================
