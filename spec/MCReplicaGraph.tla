--------------------------- MODULE MCReplicaGraph ----------------------------
(***************************************************************************)
(* Replica on MultiDecree as it stands, in models so small that everything *)
(* is in them; the other models of Replica stand on an abstract log        *)
(* (MCReplica).                                                            *)
(*                                                                         *)
(* The steps are those of ReplicaNext, but for bounds on what clients call *)
(* and ask and on how often a president confirms.  So that TLC can tell    *)
(* the name of each there stands a definition for it here: MC, and that    *)
(* name.                                                                   *)
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
(* What a module that stands on Replica does in these steps: here nothing. *)
MCBeside == TRUE

(* The parliament.                                                         *)
MCAbove == UNCHANGED <<replicaVars, clientVars>> /\ MCBeside

MCChooseBallotNumber(p) == p \in MCPresidents /\ (\E number \in NumbersOf(p) : ChooseBallotNumber(p, number)) /\ MCAbove
MCHandleNextBallot(p)   == AnyNextBallot(p) /\ MCAbove
MCHandleLastVote(p)     == AnyLastVote(p) /\ MCAbove
MCHandleBeginBallot(p)  == AnyBeginBallot(p) /\ MCAbove
MCHandleVoted(p)        == AnyVoted(p) /\ MCAbove
MCHandleSuccess(p)      == AnySuccess(p) /\ MCAbove
MCRemind(p)             == (\E q \in Participant, i \in Instances : Remind(p, q, i)) /\ MCAbove
MCSendSnapshot(p)       == (\E q \in Participant : SendSnapshot(p, q)) /\ MCAbove

(* What stands on it.                                                      *)
MCHandleRequest(p)   == AnyRequest(p) /\ MCBeside
MCAnswerAgain(p)     == AnyAgain(p) /\ MCBeside
MCPropose(p)         == (\E i \in Instances : \E d \in Batches(requests[p]) : Propose(p, i, d)) /\ MCBeside
MCRepropose(p)       == (\E i \in Instances : \E d \in Choices(p, i) : Repropose(p, i, d)) /\ MCBeside
MCExecute(p)         == Execute(p) /\ MCBeside
MCHandleQuery(p)     == AnyQuery(p) /\ MCBeside
MCConfirm(p)         == round[p] < MCRounds /\ Confirm(p) /\ MCBeside
MCHandleConfirm(p)   == AnyConfirm(p) /\ MCBeside
MCHandleConfirmed(p) == AnyConfirmed(p) /\ MCBeside
MCAnswerQuery(p)     == AnyAnswerQuery(p) /\ MCBeside
MCTakeSnapshot(p)    == TakeSnapshot(p) /\ MCBeside
MCRestore(p)         == AnyRestore(p) /\ MCBeside

(* The clients.                                                            *)
MCCall(c)        == issued[c] < MCCalls /\ (\E op \in MCOperations : Call(c, op)) /\ MCBeside
MCReturn(c)      == AnyAnswer(c) /\ MCBeside
MCGiveUp(c)      == (\E n \in 1 .. issued[c] : GiveUp(c, n)) /\ MCBeside
MCAsk(c)         == asked[c] < MCAsks /\ (\E op \in ReadOperations : Ask(c, op)) /\ MCBeside
MCReturnQuery(c) == AnyResult(c) /\ MCBeside
MCGiveUpQuery(c) == (\E n \in querying[c] : GiveUpQuery(c, n)) /\ MCBeside
-----------------------------------------------------------------------------
(* The steps in the place of which nobody puts others, as Lease does of    *)
(* the two below.                                                          *)
MCOthers ==
  \/ \E p \in Participant :
       \/ MCChooseBallotNumber(p)
       \/ MCHandleLastVote(p)
       \/ MCHandleBeginBallot(p)
       \/ MCHandleVoted(p)
       \/ MCHandleSuccess(p)
       \/ MCRemind(p)
       \/ MCSendSnapshot(p)
       \/ MCHandleRequest(p)
       \/ MCAnswerAgain(p)
       \/ MCPropose(p)
       \/ MCRepropose(p)
       \/ MCExecute(p)
       \/ MCHandleQuery(p)
       \/ MCConfirm(p)
       \/ MCHandleConfirm(p)
       \/ MCHandleConfirmed(p)
       \/ MCAnswerQuery(p)
       \/ MCTakeSnapshot(p)
       \/ MCRestore(p)
  \/ \E c \in Client :
       \/ MCCall(c)
       \/ MCReturn(c)
       \/ MCGiveUp(c)
       \/ MCAsk(c)
       \/ MCReturnQuery(c)
       \/ MCGiveUpQuery(c)

MCNext ==
  \/ MCOthers
  \/ \E p \in Participant : MCHandleNextBallot(p) \/ Lose(p)
-----------------------------------------------------------------------------
(* The parliament alone: what it sends, and its variables as they are.     *)
M == INSTANCE MultiDecree WITH msgs <- {m \in msgs : m.type \notin ReplicaTypes}

(* Whatever Replica does, the parliament under it does what MultiDecree    *)
(* lets it do; so what is checked there holds here.                        *)
MCParliament == M!Spec
MCInv        == M!Inv /\ M!Coherence /\ M!ReadIndexLemma
=============================================================================
