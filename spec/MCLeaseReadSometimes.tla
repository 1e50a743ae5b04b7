------------------------ MODULE MCLeaseReadSometimes ------------------------
(***************************************************************************)
(* What sometimes happens when clients read by lease, as MCLeaseSometimes. *)
(*                                                                         *)
(* Its configuration is sometimes/LeaseReadsHigher.cfg.                    *)
(***************************************************************************)
EXTENDS MCLeaseRead

(* A read by lease gives what a client incremented.                        *)
NeverReadsHigher == \A m \in msgs : m.type = "Result" => m.answer = 0
=============================================================================
