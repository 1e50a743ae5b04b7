----------------------- MODULE ElectionEpochNotNoted ------------------------
(***************************************************************************)
(* p notes whom it follows, and not in which epoch. That is no ballot.     *)
(***************************************************************************)
EXTENDS MCElection

BrokenHandleHeartbeat(p, m) ==
  /\ Received(m)
  /\ m.type = "Heartbeat"
  /\ m.dest = p
  /\ role[p] # "down"
  /\ ~IsHigher(ballot[p], m.ballot)
  /\ ballot' = [ballot EXCEPT ![p] = <<0, m.from>>]
  /\ role' = [role EXCEPT ![p] = "follower"]
  /\ NoSend
=============================================================================
