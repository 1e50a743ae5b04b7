------------------------ MODULE ElectionEpochsLifted ------------------------
(***************************************************************************)
(* p lifts its own epoch to the one that it hears, as with a logical       *)
(* clock, and keeps its own name beside it: a ballot that nobody claimed.  *)
(***************************************************************************)
EXTENDS MCElection

BrokenHandleHeartbeat(p, m) ==
  /\ Received(m)
  /\ m.type = "Heartbeat"
  /\ m.dest = p
  /\ role[p] # "down"
  /\ ~IsHigher(ballot[p], m.ballot)
  /\ ballot' = [ballot EXCEPT ![p] = <<m.ballot[1], p>>]
  /\ role' = [role EXCEPT ![p] = "follower"]
  /\ NoSend
=============================================================================
