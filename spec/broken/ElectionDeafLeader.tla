------------------------- MODULE ElectionDeafLeader -------------------------
(***************************************************************************)
(* A leader receives no heartbeats. Nothing bad happens in any state; but  *)
(* two that lead at one moment do so for good.                             *)
(***************************************************************************)
EXTENDS MCElectionLive

BrokenHandleHeartbeat(p, m) ==
  /\ Received(m)
  /\ m.type = "Heartbeat"
  /\ m.dest = p
  /\ role[p] \notin {"down", "leader"}
  /\ ~IsHigher(ballot[p], m.ballot)
  /\ ballot' = [ballot EXCEPT ![p] = m.ballot]
  /\ role' = [role EXCEPT ![p] = "follower"]
  /\ NoSend
=============================================================================
