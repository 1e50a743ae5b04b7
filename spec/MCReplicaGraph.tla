--------------------------- MODULE MCReplicaGraph ----------------------------
(***************************************************************************)
(* Replica on MultiDecree as it stands, in models so small that everything *)
(* is in them; the other models of Replica stand on an abstract log        *)
(* (MCReplica).                                                            *)
(*                                                                         *)
(* The steps are those of ReplicaNext, but for bounds on what clients call *)
(* and ask and on how often a president confirms.  Where TLC could not     *)
(* tell the name of an action in ReplicaNext there stands a definition for *)
(* it here: MC, and that name.                                             *)
(***************************************************************************)
EXTENDS Replica, TLC

CONSTANTS
  MCCalls,            \* How many commands a client calls, of the operations below.
  MCOperations,       \* The operations that it calls.
  MCAsks,             \* How many queries it asks.
  MCRounds,           \* How often a president confirms.
  MCPresidents        \* Who may choose a ballot number.

MCOne    == 1 .. 1
MCTwo    == 1 .. 2
MCClient == {101}

MCCommands  == [client: Client, seq: 1 .. MCCalls, op: MCOperations]
MCProposals == [p \in Participant |-> Batches(MCCommands)]
MCStates    == [value: 0 .. MCCalls, sessions: SUBSET [client: Client, seq: 1 .. MCCalls, answer: 0 .. MCCalls]]
-----------------------------------------------------------------------------
(* The parliament.                                                         *)
MCAbove == UNCHANGED <<replicaVars, clientVars>>

MCChooseBallotNumber(p) == p \in MCPresidents /\ (\E number \in NumbersOf(p) : ChooseBallotNumber(p, number)) /\ MCAbove
MCHandleNextBallot(p)   == AnyNextBallot(p) /\ MCAbove
MCHandleLastVote(p)     == AnyLastVote(p) /\ MCAbove
MCHandleBeginBallot(p)  == AnyBeginBallot(p) /\ MCAbove
MCHandleVoted(p)        == AnyVoted(p) /\ MCAbove
MCHandleSuccess(p)      == AnySuccess(p) /\ MCAbove
MCRemind(p)             == (\E q \in Participant, i \in Instances : Remind(p, q, i)) /\ MCAbove
MCSendSnapshot(p)       == (\E q \in Participant : SendSnapshot(p, q)) /\ MCAbove

(* What stands on it.                                                      *)
MCPropose(p)   == \E i \in Instances : \E d \in Batches(requests[p]) : Propose(p, i, d)
MCRepropose(p) == \E i \in Instances : \E d \in Choices(p, i) : Repropose(p, i, d)
MCConfirm(p)   == round[p] < MCRounds /\ Confirm(p)

(* The clients.                                                            *)
MCCall(c)        == issued[c] < MCCalls /\ \E op \in MCOperations : Call(c, op)
MCGiveUp(c)      == \E n \in 1 .. issued[c] : GiveUp(c, n)
MCAsk(c)         == asked[c] < MCAsks /\ \E op \in ReadOperations : Ask(c, op)
MCGiveUpQuery(c) == \E n \in querying[c] : GiveUpQuery(c, n)
-----------------------------------------------------------------------------
MCNext ==
  \/ \E p \in Participant :
       \/ MCChooseBallotNumber(p)
       \/ MCHandleNextBallot(p)
       \/ MCHandleLastVote(p)
       \/ MCHandleBeginBallot(p)
       \/ MCHandleVoted(p)
       \/ MCHandleSuccess(p)
       \/ MCRemind(p)
       \/ MCSendSnapshot(p)
       \/ AnyRequest(p)
       \/ AnyAgain(p)
       \/ MCPropose(p)
       \/ MCRepropose(p)
       \/ Execute(p)
       \/ AnyQuery(p)
       \/ MCConfirm(p)
       \/ AnyConfirm(p)
       \/ AnyConfirmed(p)
       \/ AnyAnswerQuery(p)
       \/ TakeSnapshot(p)
       \/ AnyRestore(p)
       \/ Lose(p)
  \/ \E c \in Client :
       \/ MCCall(c)
       \/ AnyAnswer(c)
       \/ MCGiveUp(c)
       \/ MCAsk(c)
       \/ AnyResult(c)
       \/ MCGiveUpQuery(c)
-----------------------------------------------------------------------------
(* The parliament alone: what it sends, and its variables as they are.     *)
M == INSTANCE MultiDecree WITH msgs <- {m \in msgs : m.type \notin ReplicaTypes}

(* Whatever Replica does, the parliament under it does what MultiDecree    *)
(* lets it do; so what is checked there holds here.                        *)
MCParliament == M!Spec
MCInv        == M!Inv /\ M!Coherence /\ M!ReadIndexLemma
=============================================================================
