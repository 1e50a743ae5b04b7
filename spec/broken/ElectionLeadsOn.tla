-------------------------- MODULE ElectionLeadsOn ---------------------------
(***************************************************************************)
(* A leader that hears a higher ballot notes it and leads on, now with the *)
(* ballot of another.                                                      *)
(***************************************************************************)
EXTENDS MCElection

BrokenHandleHeartbeat(p, m) ==
  /\ Received(m)
  /\ m.type = "Heartbeat"
  /\ m.dest = p
  /\ role[p] # "down"
  /\ ~IsHigher(ballot[p], m.ballot)
  /\ ballot' = [ballot EXCEPT ![p] = m.ballot]
  /\ role' = [role EXCEPT ![p] = IF role[p] = "leader" THEN "leader" ELSE "follower"]
  /\ NoSend
=============================================================================
