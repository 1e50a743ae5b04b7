------------------------ MODULE ReplicaAnswerUnchosen -----------------------
(***************************************************************************)
(* p answers a command as soon as it takes note of it, as it will be if    *)
(* nothing else passes before. Whether it passes at all nobody knows yet.  *)
(***************************************************************************)
EXTENDS MCReplica

BrokenHandleRequest(p, m) ==
  /\ Received(m)
  /\ m.type = "Request"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ ~IsDone(sessions[p], CommandOf(m))
  /\ CommandOf(m) \notin requests[p]
  /\ requests' = [requests EXCEPT ![p] = @ \cup {CommandOf(m)}]
  /\ Send(ClientAnswers(p, {CommandOf(m)}, AfterBatch(StateOf(p), <<CommandOf(m)>>).sessions))
  /\ UNCHANGED <<parliament, executed, value, sessions, queries, round, confirms, clientVars>>
=============================================================================
