---------------------------- MODULE TraceReplica -----------------------------
(***************************************************************************)
(* Accepts recorded traces of Replica: of the participants and of their    *)
(* clients, whose state machine is a counter.  TraceMultiDecree says what  *)
(* a line is to the parliament; this module says it of what stands on it.  *)
(***************************************************************************)
EXTENDS ReplicaWindow, TraceMultiDecree

TraceClient == ElementsOf(Constants.clients)
TraceDepth  == Constants.depth

ReplicaSets == TraceSets \cup {"sessions", "requests", "queries", "confirms", "outstanding", "querying"}

(* What p's variables above the parliament are, and those of client c.     *)
ReplicaState(p) ==
  [executed |-> executed[p], value |-> value[p], sessions |-> sessions[p], requests |-> requests[p],
   queries |-> queries[p], round |-> round[p], confirms |-> confirms[p]]

ClientState(c) ==
  [issued |-> issued[c], asked |-> asked[c], outstanding |-> outstanding[c], querying |-> querying[c]]

ANote == [client |-> 0, query |-> 0, op |-> "", number |-> NoNumber, round |-> 0, point |-> 0]

(* The steps of MultiDecree that nothing stands on.                        *)
ParliamentActions ==
  {"ChooseBallotNumber", "HandleNextBallot", "HandleLastVote", "HandleBeginBallot", "HandleVoted", "HandleSuccess", "Remind", "SendSnapshot"}

(* The step of participant p that the event says was taken, with its       *)
(* parameters.                                                             *)
ReplicaStep(p, e) ==
  CASE e.action \in ParliamentActions -> Step(p, e) /\ UNCHANGED <<replicaVars, clientVars>>
    [] e.action = "HandleRequest"     -> IsReceipt(e) /\ HandleRequest(p, e.params.m)
    [] e.action = "AnswerAgain"       -> IsReceipt(e) /\ AnswerAgain(p, e.params.m)
    [] e.action = "Propose"           -> DOMAIN e.params = {"i", "d"} /\ Like(e.params.i, 0) /\ WindowPropose(p, e.params.i, e.params.d)
    [] e.action = "Repropose"         -> DOMAIN e.params = {"i", "d"} /\ Like(e.params.i, 0) /\ WindowRepropose(p, e.params.i, e.params.d)
    [] e.action = "Execute"           -> Like(e.params, <<>>) /\ WindowExecute(p)
    [] e.action = "HandleQuery"       -> IsReceipt(e) /\ HandleQuery(p, e.params.m)
    [] e.action = "Confirm"           -> Like(e.params, <<>>) /\ Confirm(p)
    [] e.action = "HandleConfirm"     -> IsReceipt(e) /\ HandleConfirm(p, e.params.m)
    [] e.action = "HandleConfirmed"   -> IsReceipt(e) /\ HandleConfirmed(p, e.params.m)
    [] e.action = "AnswerQuery"       -> Like(e.params, [q |-> ANote]) /\ AnswerQuery(p, e.params.q)
    [] e.action = "TakeSnapshot"      -> Like(e.params, <<>>) /\ TakeSnapshot(p)
    [] e.action = "Restore"           -> IsReceipt(e) /\ WindowRestore(p, e.params.m)
    [] e.action = "Lose"              -> Like(e.params, <<>>) /\ Lose(p)
    [] OTHER -> FALSE

(* The step of client c.                                                   *)
ClientStep(c, e) ==
  CASE e.action = "Call"        -> Like(e.params, [op |-> ""]) /\ Call(c, e.params.op)
    [] e.action = "Return"      -> IsReceipt(e) /\ Return(c, e.params.m)
    [] e.action = "GiveUp"      -> Like(e.params, [n |-> 0]) /\ GiveUp(c, e.params.n)
    [] e.action = "Ask"         -> Like(e.params, [op |-> ""]) /\ Ask(c, e.params.op)
    [] e.action = "ReturnQuery" -> IsReceipt(e) /\ ReturnQuery(c, e.params.m)
    [] e.action = "GiveUpQuery" -> Like(e.params, [n |-> 0]) /\ GiveUpQuery(c, e.params.n)
    [] OTHER -> FALSE

ReplicaEvent(e) ==
  /\ e.node \in Participant
  /\ ReplicaStep(e.node, e)
  /\ Same(AfterStep(e.node) @@ ReplicaState(e.node)', After(e, BeforeStep(e.node) @@ ReplicaState(e.node)))

ClientEvent(e) ==
  /\ e.node \in Client
  /\ ClientStep(e.node, e)
  /\ Same(ClientState(e.node)', After(e, ClientState(e.node)))

TakeReplicaEvent ==
  \E e \in NextEvent :
    /\ ReplicaEvent(e) \/ ClientEvent(e)
    /\ Same(msgs', e.sent)
    /\ UNCHANGED lo
    /\ Advance

TakeReplicaWindow == TakeWindow /\ UNCHANGED <<replicaVars, clientVars>>

TakeReplicaEnd ==
  \E e \in NextEnd :
    /\ \/ /\ e.node \in Participant
          /\ EndsWithWindow(e)
          /\ Same(Windowed(e.node, NodeState(e.node) @@ ReplicaState(e.node)), Windowed(e.node, e.state))
       \/ /\ e.node \in Client
          /\ Same(ClientState(e.node), e.state)
    /\ UNCHANGED allVars
    /\ UNCHANGED lo
    /\ Advance

(* The state in which a lane begins.                                       *)
ReplicaLaneInit ==
  /\ LaneInit
  /\ executed = [p \in Participant |-> LaneStart(p).state.executed]
  /\ value = [p \in Participant |-> LaneStart(p).state.value]
  /\ sessions = [p \in Participant |-> LaneStart(p).state.sessions]
  /\ requests = [p \in Participant |-> LaneStart(p).state.requests]
  /\ queries = [p \in Participant |-> LaneStart(p).state.queries]
  /\ round = [p \in Participant |-> LaneStart(p).state.round]
  /\ confirms = [p \in Participant |-> LaneStart(p).state.confirms]
  /\ issued = [c \in Client |-> LaneStart(c).state.issued]
  /\ asked = [c \in Client |-> LaneStart(c).state.asked]
  /\ outstanding = [c \in Client |-> LaneStart(c).state.outstanding]
  /\ querying = [c \in Client |-> LaneStart(c).state.querying]

ReplicaTraceInit ==
  /\ IF IsLane THEN ReplicaLaneInit ELSE ReplicaInit /\ lo = [p \in Participant |-> 0]
  /\ TraceStart

ReplicaTraceNext ==
  \/ TakeReplicaEvent
  \/ TakeReplicaWindow
  \/ TakeReplicaEnd
  \/ NextTrace /\ UNCHANGED allVars /\ UNCHANGED lo
=============================================================================
