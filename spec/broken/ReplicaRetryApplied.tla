------------------------- MODULE ReplicaRetryApplied ------------------------
(***************************************************************************)
(* What is executed is not held against what was executed before: a        *)
(* command that passed twice, because a client asked two presidents for    *)
(* it, is applied twice.                                                   *)
(***************************************************************************)
EXTENDS MCReplica

BrokenAfter1(s, k) ==
  LET v == Applied(s.value, k.op)
  IN  [value    |-> v,
       sessions |-> {t \in s.sessions : t.client # k.client \/ t.seq + Depth > k.seq}
                      \cup {[client |-> k.client, seq |-> k.seq, answer |-> v]}]
=============================================================================
