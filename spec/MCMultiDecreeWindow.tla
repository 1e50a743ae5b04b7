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

MCTellOthers(p) ==
  \/ \E q \in Participant \ {p}, i \in Instances : WindowRemind(p, q, i)
  \/ \E q \in Participant \ {p} : SendSnapshot(p, q)

MCWindowStep(p) ==
  \/ MCPreside(p)
  \/ VoteSteps(p)
  \/ LearnSteps(p)
  \/ MCTellOthers(p)
  \/ AnyTruncate(p)

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

MCNextWithout == {"AnyCrash"}

(* Windows are what they are said to be.                                   *)
WindowsAreRight == AreWindowsOf(fullVotes, fullLedger)

(* With the full sets each step is one of MultiDecree.                     *)
StepsAreTheFullOnes == [][Full!Next]_(Full!vars)
=============================================================================
