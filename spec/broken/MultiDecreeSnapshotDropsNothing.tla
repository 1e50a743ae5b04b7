------------------ MODULE MultiDecreeSnapshotDropsNothing -------------------
(***************************************************************************)
(* p installs a snapshot and keeps what it has about the instances that    *)
(* the snapshot covers. Its slip then has votes in instances that are      *)
(* written; its ledger has entries that were to be forgotten.              *)
(***************************************************************************)
EXTENDS MCMultiDecree

BrokenInstallSnapshot(p, m) ==
  /\ Received(m)
  /\ m.type = "Snapshot"
  /\ m.dest = p
  /\ written[p] < m.cut
  /\ cut' = [cut EXCEPT ![p] = m.cut]
  /\ snapshot' = [snapshot EXCEPT ![p] = m.state]
  /\ written' = [written EXCEPT ![p] = WrittenFrom(p, m.cut)]
  /\ NoSend
  /\ UNCHANGED <<lastTried, nextBal, votes, ledger, status, answered, known, truncated, inherited, proposed, voters>>
=============================================================================
