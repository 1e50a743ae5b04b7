---------------------------- MODULE TraceCommands ----------------------------
(***************************************************************************)
(* What a line of a trace is to Replica, whether it is the whole spec      *)
(* (TraceReplica) or leases stand on it (TraceLease).  TraceParliament     *)
(* says what a line is to MultiDecree; this module says it of what         *)
(* participants and their clients do above that.  The state machine is a   *)
(* counter.                                                                *)
(***************************************************************************)
EXTENDS ReplicaWindow, TraceParliament

Clients     == ElementsOf(Constants.clients)
TraceClient == Clients
DepthGiven  == Constants.depth
TraceDepth  == DepthGiven

ReplicaSets == ParliamentSets \cup {"sessions", "requests", "queries", "confirms", "outstanding", "querying"}

(* The variables of participants and those of clients, by their names.     *)
ReplicaVariables ==
  [executed |-> executed, value |-> value, sessions |-> sessions, requests |-> requests,
   queries |-> queries, round |-> round, confirms |-> confirms,
   lastTried |-> lastTried, nextBal |-> nextBal, votes |-> votes, ledger |-> ledger,
   cut |-> cut, snapshot |-> snapshot, written |-> written,
   status |-> status, answered |-> answered, known |-> known, truncated |-> truncated,
   inherited |-> inherited, proposed |-> proposed, voters |-> voters]

ClientVariables == [issued |-> issued, asked |-> asked, outstanding |-> outstanding, querying |-> querying]

ANote == [client |-> 0, query |-> 0, op |-> "", number |-> NoNumber, round |-> 0, point |-> 0]

(* The steps of MultiDecree that nothing stands on.                        *)
ParliamentActions ==
  {"ChooseBallotNumber", "HandleNextBallot", "HandleLastVote", "HandleBeginBallot", "HandleVoted", "HandleSuccess", "Remind", "SendSnapshot"}

(* The step of participant p that the event says was taken, with its       *)
(* parameters.                                                             *)
ReplicaStep(p, e) ==
  CASE e.action \in ParliamentActions -> ParliamentStep(p, e) /\ UNCHANGED <<replicaVars, clientVars>>
    [] e.action = "HandleRequest"     -> \E m \in Receipt(e) : HandleRequest(p, m)
    [] e.action = "AnswerAgain"       -> \E m \in Receipt(e) : AnswerAgain(p, m)
    [] e.action = "Propose"           -> DOMAIN e.params = {"i", "d"} /\ Like(e.params.i, 0) /\ Propose(p, e.params.i, e.params.d)
    [] e.action = "Repropose"         -> DOMAIN e.params = {"i", "d"} /\ Like(e.params.i, 0) /\ Repropose(p, e.params.i, e.params.d)
    [] e.action = "Execute"           -> Like(e.params, <<>>) /\ WindowExecute(p)
    [] e.action = "HandleQuery"       -> \E m \in Receipt(e) : HandleQuery(p, m)
    [] e.action = "Confirm"           -> Like(e.params, <<>>) /\ Confirm(p)
    [] e.action = "HandleConfirm"     -> \E m \in Receipt(e) : HandleConfirm(p, m)
    [] e.action = "HandleConfirmed"   -> \E m \in Receipt(e) : HandleConfirmed(p, m)
    [] e.action = "AnswerQuery"       -> Like(e.params, [q |-> ANote]) /\ AnswerQuery(p, e.params.q)
    [] e.action = "TakeSnapshot"      -> Like(e.params, <<>>) /\ TakeSnapshot(p)
    [] e.action = "Restore"           -> \E m \in Receipt(e) : Restore(p, m)
    [] e.action = "Lose"              -> Like(e.params, <<>>) /\ Lose(p)
    [] OTHER -> FALSE

(* The step of client c.                                                   *)
ClientStep(c, e) ==
  CASE e.action = "Call"        -> Like(e.params, [op |-> ""]) /\ Call(c, e.params.op)
    [] e.action = "Return"      -> \E m \in Receipt(e) : Return(c, m)
    [] e.action = "GiveUp"      -> Like(e.params, [n |-> 0]) /\ GiveUp(c, e.params.n)
    [] e.action = "Ask"         -> Like(e.params, [op |-> ""]) /\ Ask(c, e.params.op)
    [] e.action = "ReturnQuery" -> \E m \in Receipt(e) : ReturnQuery(c, m)
    [] e.action = "GiveUpQuery" -> Like(e.params, [n |-> 0]) /\ GiveUpQuery(c, e.params.n)
    [] OTHER -> FALSE

(* Participants and clients become what they are where a lane begins.      *)
EnterReplica ==
  /\ EnterParliament
  /\ executed' = [p \in Participant |-> LaneStart(p).state.executed]
  /\ value' = [p \in Participant |-> LaneStart(p).state.value]
  /\ sessions' = [p \in Participant |-> LaneStart(p).state.sessions]
  /\ requests' = [p \in Participant |-> LaneStart(p).state.requests]
  /\ queries' = [p \in Participant |-> LaneStart(p).state.queries]
  /\ round' = [p \in Participant |-> LaneStart(p).state.round]
  /\ confirms' = [p \in Participant |-> LaneStart(p).state.confirms]
  /\ issued' = [c \in Client |-> LaneStart(c).state.issued]
  /\ asked' = [c \in Client |-> LaneStart(c).state.asked]
  /\ outstanding' = [c \in Client |-> LaneStart(c).state.outstanding]
  /\ querying' = [c \in Client |-> LaneStart(c).state.querying]
=============================================================================
