--------------------------- MODULE NumberReused -----------------------------
(***************************************************************************)
(* p keeps lastTried on a slip of paper. After a crash it uses a ballot    *)
(* number again, and the answers and votes of the first use count for the  *)
(* second. Coherence sees it too, if the second use is for another decree. *)
(***************************************************************************)
EXTENDS MCSynod

BrokenCrash(p) ==
  /\ lastTried' = [lastTried EXCEPT ![p] = NoNumber]
  /\ status' = [status EXCEPT ![p] = "idle"]
  /\ prevVotes' = [prevVotes EXCEPT ![p] = {}]
  /\ decree' = [decree EXCEPT ![p] = Blank]
  /\ voters' = [voters EXCEPT ![p] = {}]
  /\ NoSend
  /\ UNCHANGED <<nextBal, prevVote, ledger>>
=============================================================================
