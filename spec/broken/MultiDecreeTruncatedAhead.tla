--------------------- MODULE MultiDecreeTruncatedAhead ----------------------
(***************************************************************************)
(* p truncates what it has not written. Nothing may have passed there, and *)
(* p does not vote there any more.                                         *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenTruncate(p, i, s) ==
  /\ cut[p] < i
  /\ s \in States
  /\ votes' = [votes EXCEPT ![p] = Above(@, i)]
  /\ ledger' = [ledger EXCEPT ![p] = Above(@, i)]
  /\ cut' = [cut EXCEPT ![p] = i]
  /\ snapshot' = [snapshot EXCEPT ![p] = s]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, written, volatileVars>>
=============================================================================
