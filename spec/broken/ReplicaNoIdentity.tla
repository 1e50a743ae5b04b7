-------------------------- MODULE ReplicaNoIdentity -------------------------
(***************************************************************************)
(* A command says what is to be done, and not who wants it done: whoever   *)
(* wants the same takes the answer for its own. Two clients increment,     *)
(* and are told one value.                                                 *)
(***************************************************************************)
EXTENDS MCReplica

BrokenCommandOf(m) == [client |-> 101, seq |-> m.seq, op |-> m.op]

BrokenClientAnswers(p, K, S) ==
  {[type |-> "Answer", from |-> p, dest |-> m.from, seq |-> m.seq,
    answer |-> (CHOOSE s \in S : s.client = 101 /\ s.seq = m.seq).answer] :
     m \in {n \in msgs : n.type = "Request" /\ CommandOf(n) \in K /\ \E s \in S : s.client = 101 /\ s.seq = n.seq}}
=============================================================================
