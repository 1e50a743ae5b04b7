-------------------------- MODULE MCReplicaWindow ---------------------------
(***************************************************************************)
(* That windows lose nothing of Replica either: ReplicaWindow, and beside  *)
(* it the full votes and ledgers, as in MCMultiDecreeWindow.               *)
(***************************************************************************)
EXTENDS MCReplicaGraph, ReplicaWindow

VARIABLES fullVotes, fullLedger

Full == INSTANCE Replica WITH votes <- fullVotes, ledger <- fullLedger

MCRemind(p)       == \E q \in Participant \ {p}, i \in Instances : WindowRemind(p, q, i)
MCExecute(p)      == WindowExecute(p) /\ Beside
MCSendSnapshot(p) == \E q \in Participant \ {p} : SendSnapshot(p, q)

MCWindowInit ==
  /\ ReplicaInit
  /\ lo = [p \in Participant |-> 0]
  /\ fullVotes = votes
  /\ fullLedger = ledger

MCWindowNext ==
  \/ \E p \in Participant :
       \/ /\ ReplicaSteps(p)
          /\ UNCHANGED lo
          /\ fullVotes' = [fullVotes EXCEPT ![p] = Grown(@, votes'[p] \ votes[p], cut'[p])]
          /\ fullLedger' = [fullLedger EXCEPT ![p] = Grown(@, ledger'[p] \ ledger[p], cut'[p])]
       \/ \E i \in Instances :
            /\ lo[p] <= i
            /\ Raise(p, i + 1)
            /\ UNCHANGED <<replicaVars, clientVars>>
            /\ UNCHANGED <<fullVotes, fullLedger>>
  \/ \E c \in Client : ClientSteps(c) /\ UNCHANGED <<lo, fullVotes, fullLedger>>

(* Windows are what they are said to be.                                   *)
WindowsAreRight == AreWindowsOf(fullVotes, fullLedger)

(* With the full sets each step is one of Replica.                         *)
StepsAreTheFullOnes == [][Full!ReplicaNext]_(Full!allVars)
=============================================================================
