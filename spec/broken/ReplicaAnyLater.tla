--------------------------- MODULE ReplicaAnyLater --------------------------
(***************************************************************************)
(* A session executes any later number, not the next one only. If the      *)
(* second command of a client that has two outstanding passes first, the   *)
(* first is never executed. Each alone is a right outcome, and so neither  *)
(* the refinement of Counter nor the monitor sees it.                      *)
(***************************************************************************)
EXTENDS MCReplica

BrokenAfter1(s, k) ==
  IF k.seq <= LastOf(s.sessions, k.client)
  THEN s
  ELSE LET v == Applied(s.value, k.op)
       IN  [value    |-> v,
            sessions |-> {t \in s.sessions : t.client # k.client \/ t.seq + Depth > k.seq}
                           \cup {[client |-> k.client, seq |-> k.seq, answer |-> v]}]
=============================================================================
