---------------------- MODULE MultiDecreeNumberReused -----------------------
(***************************************************************************)
(* p keeps lastTried on a slip of paper. After a crash it uses a ballot    *)
(* number again, and the answers and votes of the first use count for the  *)
(* second.                                                                 *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenCrash(p) ==
  /\ lastTried' = [lastTried EXCEPT ![p] = NoNumber]
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ answered' = [answered EXCEPT ![p] = {}]
  /\ known' = [known EXCEPT ![p] = {}]
  /\ truncated' = [truncated EXCEPT ![p] = 0]
  /\ inherited' = [inherited EXCEPT ![p] = 0]
  /\ proposed' = [proposed EXCEPT ![p] = {}]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED <<nextBal, votes, ledger, cut, snapshot, written>>
=============================================================================
