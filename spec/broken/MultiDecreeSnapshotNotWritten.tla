------------------- MODULE MultiDecreeSnapshotNotWritten --------------------
(***************************************************************************)
(* p installs a snapshot and does not note that what it covers is written. *)
(* It asks for it once more, and its window stays where it was.            *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenInstallSnapshot(p, m) ==
  /\ Received(m)
  /\ m.type = "Snapshot"
  /\ m.dest = p
  /\ written[p] < m.cut
  /\ votes' = [votes EXCEPT ![p] = Above(@, m.cut)]
  /\ ledger' = [ledger EXCEPT ![p] = Above(@, m.cut)]
  /\ cut' = [cut EXCEPT ![p] = m.cut]
  /\ snapshot' = [snapshot EXCEPT ![p] = m.state]
  /\ known' = [known EXCEPT ![p] = Above(@, m.cut)]
  /\ proposed' = [proposed EXCEPT ![p] = Above(@, m.cut)]
  /\ voters' = [voters EXCEPT ![p] = Above(@, m.cut)]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, written, status, answered, truncated, inherited>>
=============================================================================
