------------------------- MODULE MCMultiDecreeWindow -------------------------
(***************************************************************************)
(* That windows lose nothing: MultiDecreeWindow, and beside it the full    *)
(* votes and ledgers, made up from what each step adds to the windows, as  *)
(* trace.Check makes them up from what events add.  Windows rise at any    *)
(* time, as far as one likes.  MCMultiDecreeWindow has two instances,      *)
(* between which windows end, MCMultiDecreeWindowTwo has two who preside   *)
(* one after the other, so that votes are told.                            *)
(***************************************************************************)
EXTENDS MCMultiDecree, MultiDecreeWindow

VARIABLES fullVotes, fullLedger

Full == INSTANCE MultiDecree WITH votes <- fullVotes, ledger <- fullLedger

(* Who has decrees to propose may preside.                                 *)
MCWindowStep(p) ==
  \/ Proposals[p] # {} /\ \E number \in NumbersOf(p) : WindowChoose(p, number)
  \/ \E i \in Instances, d \in Decree : WindowBegin(p, i, d)
  \/ \E q \in Participant \ {p}, i \in Instances : WindowRemind(p, q, i)
  \/ \E i \in Instances, s \in States : WindowTruncate(p, i, s)
  \/ \E q \in Participant \ {p} : WindowSendSnapshot(p, q)
  \/ \E m \in msgs :
       \/ WindowNextBallot(p, m)
       \/ WindowLastVote(p, m)
       \/ WindowBeginBallot(p, m)
       \/ WindowVoted(p, m)
       \/ WindowSuccess(p, m)
       \/ WindowInstall(p, m)

MCInit ==
  /\ Init
  /\ lo = [p \in Participant |-> 0]
  /\ fullVotes = votes
  /\ fullLedger = ledger

MCNext ==
  \E p \in Participant :
    \/ /\ MCWindowStep(p)
       /\ UNCHANGED lo
       /\ fullVotes' = [fullVotes EXCEPT ![p] = Grown(@, votes'[p] \ votes[p], cut'[p])]
       /\ fullLedger' = [fullLedger EXCEPT ![p] = Grown(@, ledger'[p] \ ledger[p], cut'[p])]
    \/ \E i \in Instances :
         /\ lo[p] <= i
         /\ Raise(p, i + 1)
         /\ UNCHANGED <<fullVotes, fullLedger>>

(* Windows are what they are said to be.                                   *)
WindowsAreRight == AreWindowsOf(fullVotes, fullLedger)

(* With the full sets each step is one of MultiDecree.                     *)
StepsAreTheFullOnes == [][Full!Next]_(Full!vars)
=============================================================================
