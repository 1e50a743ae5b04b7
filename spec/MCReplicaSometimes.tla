------------------------- MODULE MCReplicaSometimes --------------------------
(***************************************************************************)
(* Beside "it always holds" stands "it sometimes happens": each of these   *)
(* says that an action is never taken with an effect, or that something    *)
(* never comes about, and TLC must refute it.  Propose and Repropose are   *)
(* taken in MCReplicaGraph only.                                           *)
(*                                                                         *)
(* Its configurations are sometimes/Replica*.cfg.                          *)
(***************************************************************************)
EXTENDS MCReplica

NeverCall            == [][~\E c \in Client, op \in Operations : Call(c, op)]_allVars
NeverHandleRequest   == [][~\E p \in Participant : AnyRequest(p)]_allVars
NeverAnswerAgain     == [][~\E p \in Participant : AnyAgain(p)]_allVars
NeverExecute         == [][~\E p \in Participant : Execute(p)]_allVars
NeverReturn          == [][~\E c \in Client : AnyAnswer(c)]_allVars
NeverGiveUp          == [][~\E c \in Client : \E k \in outstanding[c] : GiveUp(c, k.seq) /\ NoSend]_allVars
NeverAsk             == [][~\E c \in Client, op \in ReadOperations : Ask(c, op)]_allVars
NeverHandleQuery     == [][~\E p \in Participant : AnyQuery(p)]_allVars
NeverConfirm         == [][~\E p \in Participant : Confirm(p)]_allVars
NeverHandleConfirm   == [][~\E p \in Participant : AnyConfirm(p)]_allVars
NeverHandleConfirmed == [][~\E p \in Participant : AnyConfirmed(p)]_allVars
NeverAnswerQuery     == [][~\E p \in Participant : AnyAnswerQuery(p)]_allVars
NeverReturnQuery     == [][~\E c \in Client : AnyResult(c)]_allVars
NeverGiveUpQuery     == [][~\E c \in Client : \E n \in querying[c] : GiveUpQuery(c, n)]_allVars
NeverTakeSnapshot    == [][~\E p \in Participant : TakeSnapshot(p)]_allVars
NeverRestore         == [][~\E p \in Participant : AnyRestore(p)]_allVars
NeverLose            == [][~\E p \in Participant : Lose(p)]_allVars

(* A command that was executed is executed again, and has no effect.       *)
NeverDuplicate ==
  [][\A p \in Participant :
       Execute(p) => Len(BatchEffects(StateOf(p), NextDecree(p))) = Len(NextDecree(p))]_allVars

(* A command takes effect for which its client no longer waits.            *)
NeverUnknownTakesEffect ==
  [][\A e \in effects' \ effects : [client |-> e.client, seq |-> e.seq, op |-> e.op] \in outstanding[e.client]]_effects

(* A query is answered by one who presides since another noted it.         *)
NeverElectedMeanwhile ==
  [][\A p \in Participant :
       AnyAnswerQuery(p) => ~\E o \in Participant : \E q \in queries[o] : IsHigher(lastTried[p], q.number)]_allVars

(* Who went on from the snapshot of another answers a client.              *)
NeverLaggardAnswers ==
  [][\A p \in Participant :
       Execute(p) /\ msgs' # msgs => ~\E m \in msgs : m.type = "Snapshot" /\ m.dest = p /\ m.from # p /\ m.cut = cut[p]]_allVars
=============================================================================
