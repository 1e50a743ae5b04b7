------------------------- MODULE MCReplicaParliament -------------------------
(***************************************************************************)
(* What the abstract log of MCReplica takes for granted, checked of        *)
(* MultiDecree.  That passed entries form a log is PassesOnce there.       *)
(***************************************************************************)
EXTENDS MCMultiDecree

(* True iff in instance i and ballot number something has passed or can    *)
(* still pass: a majority voted there, or can still vote.                  *)
MayPassAt(i, number) ==
  LET cast == Cast
  IN  IsMajority({q \in Participant :
        [voter |-> q, instance |-> i, number |-> number] \in cast \/ ~IsHigher(nextBal[q], number)})

(* MCLead: who presides has inherited all that passed in a lower ballot,   *)
(* and all that still may.  Lost by ReplicaCutNotHeard.                    *)
InheritsWhatPasses ==
  \A p \in Participant :
    status[p] = "presiding" =>
      \A number \in NumbersBelow(lastTried[p]), i \in Instances : MayPassAt(i, number) => i <= inherited[p]

(* MCPass: while a majority has promised no higher ballot than p's, what   *)
(* anybody has written above what p inherited p has written, too: it       *)
(* counted the votes.  With InheritsWhatPasses this is what a read needs:  *)
(* nobody has executed anything that is not inherited or in p's ledger.    *)
(* Lost by ReplicaToldUnwritten.                                           *)
PresidentsWriteFirst ==
  \A p \in Participant :
    status[p] = "presiding" /\ CanStillPass(lastTried[p]) =>
      \A q \in Participant, i \in Instances : inherited[p] < i /\ IsWritten(q, i) => IsWritten(p, i)
=============================================================================
