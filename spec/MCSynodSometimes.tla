-------------------------- MODULE MCSynodSometimes --------------------------
(***************************************************************************)
(* Beside "it always holds" stands "it sometimes happens": each of these   *)
(* says that an action is never taken with an effect, and TLC must refute  *)
(* it.  The models, one an action, are those of MCSynod.cfg otherwise.     *)
(*                                                                         *)
(* Its configurations are those in sometimes that begin with the name of   *)
(* an action of Synod, as Crash.cfg.                                       *)
(***************************************************************************)
EXTENDS MCSynod

NeverChooseBallotNumber == [][~\E p \in Participant : \E number \in NumbersOf(p) : ChooseBallotNumber(p, number)]_vars
NeverHandleNextBallot   == [][~\E p \in Participant : AnyNextBallot(p)]_vars
NeverHandleLastVote     == [][~\E p \in Participant : AnyLastVote(p)]_vars
NeverBeginBallot        == [][~\E p \in Participant : \E d \in Decree : BeginBallot(p, d)]_vars
NeverHandleBeginBallot  == [][~\E p \in Participant : AnyBeginBallot(p)]_vars
NeverHandleVoted        == [][~\E p \in Participant : AnyVoted(p)]_vars
NeverHandleSuccess      == [][~\E p \in Participant : AnySuccess(p)]_vars
NeverCrash              == [][~\E p \in Participant : Crash(p)]_vars
=============================================================================
