-------------------------- MODULE MCReplicaWindow ---------------------------
(***************************************************************************)
(* That windows lose nothing of Replica either: ReplicaWindow, and beside  *)
(* it the full votes and ledgers, as in MCMultiDecreeWindow.               *)
(***************************************************************************)
EXTENDS MCReplicaGraph, ReplicaWindow

VARIABLES fullVotes, fullLedger

Full == INSTANCE Replica WITH votes <- fullVotes, ledger <- fullLedger

MCParliamentStep(p) ==
  \/ p \in MCPresidents /\ \E number \in NumbersOf(p) : WindowChoose(p, number)
  \/ \E q \in Participant \ {p}, i \in Instances : WindowRemind(p, q, i)
  \/ \E q \in Participant \ {p} : WindowSendSnapshot(p, q)
  \/ \E m \in msgs :
       \/ WindowNextBallot(p, m)
       \/ WindowLastVote(p, m)
       \/ WindowBeginBallot(p, m)
       \/ WindowVoted(p, m)
       \/ WindowSuccess(p, m)

MCWindowStep(p) ==
  \/ MCParliamentStep(p) /\ MCAbove
  \/ \E i \in Instances : \E d \in Batches(requests[p]) : WindowPropose(p, i, d)
  \/ \E i \in Instances : \E d \in Choices(p, i) : WindowRepropose(p, i, d)
  \/ WindowExecute(p)
  \/ \E m \in msgs : WindowRestore(p, m)
  \/ AnyRequest(p)
  \/ AnyAgain(p)
  \/ AnyQuery(p)
  \/ MCConfirm(p)
  \/ AnyConfirm(p)
  \/ AnyConfirmed(p)
  \/ AnyAnswerQuery(p)
  \/ TakeSnapshot(p)
  \/ Lose(p)

MCClientStep(c) ==
  \/ MCCall(c)
  \/ AnyAnswer(c)
  \/ MCGiveUp(c)
  \/ MCAsk(c)
  \/ AnyResult(c)
  \/ MCGiveUpQuery(c)

MCWindowInit ==
  /\ ReplicaInit
  /\ lo = [p \in Participant |-> 0]
  /\ fullVotes = votes
  /\ fullLedger = ledger

MCWindowNext ==
  \/ \E p \in Participant :
       \/ /\ MCWindowStep(p)
          /\ UNCHANGED lo
          /\ fullVotes' = [fullVotes EXCEPT ![p] = Grown(@, votes'[p] \ votes[p], cut'[p])]
          /\ fullLedger' = [fullLedger EXCEPT ![p] = Grown(@, ledger'[p] \ ledger[p], cut'[p])]
       \/ \E i \in Instances :
            /\ lo[p] <= i
            /\ Raise(p, i + 1)
            /\ MCAbove
            /\ UNCHANGED <<fullVotes, fullLedger>>
  \/ \E c \in Client : MCClientStep(c) /\ UNCHANGED <<lo, fullVotes, fullLedger>>

(* Windows are what they are said to be.                                   *)
WindowsAreRight == AreWindowsOf(fullVotes, fullLedger)

(* With the full sets each step is one of Replica.                         *)
StepsAreTheFullOnes == [][Full!ReplicaNext]_(Full!allVars)
=============================================================================
