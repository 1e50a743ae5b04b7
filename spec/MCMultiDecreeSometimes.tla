----------------------- MODULE MCMultiDecreeSometimes -----------------------
(***************************************************************************)
(* Beside "it always holds" stands "it sometimes happens": each of these   *)
(* says that an action is never taken with an effect, or that something    *)
(* never comes about, and TLC must refute it.                              *)
(*                                                                         *)
(* Its configurations are sometimes/MultiDecree*.cfg.                      *)
(***************************************************************************)
EXTENDS MCMultiDecree

NeverChooseBallotNumber == [][~\E p \in Participant : \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)]_vars
NeverHandleNextBallot   == [][~\E p \in Participant : AnyNextBallot(p)]_vars
NeverHandleLastVote     == [][~\E p \in Participant : AnyLastVote(p)]_vars
NeverBeginBallot        == [][~\E p \in Participant : \E i \in Instances, d \in Decree : BeginBallot(p, i, d)]_vars
NeverHandleBeginBallot  == [][~\E p \in Participant : AnyBeginBallot(p)]_vars
NeverHandleVoted        == [][~\E p \in Participant : AnyVoted(p)]_vars
NeverHandleSuccess      == [][~\E p \in Participant : AnySuccess(p)]_vars
NeverRemind             == [][~\E p, q \in Participant : \E i \in Instances : Remind(p, q, i)]_vars
NeverTruncate           == [][~\E p \in Participant : AnyTruncate(p)]_vars
NeverSendSnapshot       == [][~\E p, q \in Participant : SendSnapshot(p, q)]_vars
NeverInstallSnapshot    == [][~\E p \in Participant : AnySnapshot(p)]_vars
NeverCrash              == [][~\E p \in Participant : Crash(p)]_vars

(* Two preside at one moment.                                              *)
NeverTwoPresidents == \A p, q \in Participant : status[p] = "presiding" /\ status[q] = "presiding" => p = q

(* Instance 2 is decided before instance 1.                                *)
NeverOutOfOrder == \A p \in Participant : \A e \in ledger[p] : e.instance <= written[p]

(* An olive-day decree fills a gap over a vote for something else, which   *)
(* was cast and did not reach who presides now.                            *)
NeverOverLostVote ==
  \A e \in Passed : e.decree = NoOp => \A q \in Participant : \A v \in CastBy(q) : v.instance = e.instance => v.decree = NoOp

(* A decree that stands in no ledger is put to the vote in a second        *)
(* ballot, for a vote was told.                                            *)
NeverProposedAgain ==
  \A b, c \in Begun :
    b.instance = c.instance /\ b.number # c.number /\ b.decree = c.decree =>
      \E p \in Participant : IsWritten(p, b.instance)

(* Who fell behind presides and installs a snapshot.                       *)
NeverLaggardPresides == [][\A p \in Participant : status[p] = "presiding" /\ known[p] # {} => ~AnySnapshot(p)]_vars

(* What passed was truncated by somebody who answered, and nobody who      *)
(* answered has a vote there.                                              *)
NeverHeardOfCutOnly ==
  \A p \in Participant :
    status[p] = "presiding" => \A i \in 1 .. truncated[p] : IsWritten(p, i) \/ i \in InstancesOf(known[p])
=============================================================================
