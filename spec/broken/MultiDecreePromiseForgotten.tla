-------------------- MODULE MultiDecreePromiseForgotten ---------------------
(***************************************************************************)
(* p keeps nextBal on a slip of paper, and loses it in a crash. The ballot *)
(* that it follows sinks, which no ballot of Election does.                *)
(***************************************************************************)
EXTENDS MCMultiDecreeElection

BrokenCrash(p) ==
  /\ nextBal' = [nextBal EXCEPT ![p] = NoNumber]
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ answered' = [answered EXCEPT ![p] = {}]
  /\ known' = [known EXCEPT ![p] = {}]
  /\ truncated' = [truncated EXCEPT ![p] = 0]
  /\ inherited' = [inherited EXCEPT ![p] = 0]
  /\ proposed' = [proposed EXCEPT ![p] = {}]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED <<lastTried, votes, ledger, cut, snapshot, written>>
=============================================================================
