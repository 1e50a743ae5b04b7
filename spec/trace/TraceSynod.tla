----------------------------- MODULE TraceSynod ------------------------------
(***************************************************************************)
(* Accepts recorded traces of Synod.  Trace says how, and why that is      *)
(* sound; this module says what a line is to Synod.                        *)
(***************************************************************************)
EXTENDS Synod, Trace

TraceParticipant == ElementsOf(Constants.participants)

TraceProposals ==
  [p \in TraceParticipant |->
     ElementsOf(Constants.proposals[CHOOSE i \in DOMAIN Constants.participants : Constants.participants[i] = p])]

(* TLC goes through all tries once, to see that they are positive.         *)
TraceTries == 1..1000000

TraceSets == {"prevVotes", "voters", "sent"}

TraceSend(ms) == msgs' = ms
TraceNoSend   == msgs' = {}

(* The variables of p.                                                     *)
NodeState(p) ==
  [lastTried |-> lastTried[p], nextBal |-> nextBal[p], prevVote |-> prevVote[p], ledger |-> ledger[p],
   status |-> status[p], prevVotes |-> prevVotes[p], decree |-> decree[p], voters |-> voters[p]]

(* The same before and after a step, as events tell of it.                 *)
BeforeStep(p) == NodeState(p)
AfterStep(p)  == NodeState(p)'

(* The step of Synod that the event says was taken, with its parameters.   *)
Step(p, e) ==
  CASE e.action = "ChooseBallotNumber" -> Like(e.params, [number |-> NoNumber]) /\ ChooseBallotNumber(p, e.params.number)
    [] e.action = "HandleNextBallot"   -> IsReceipt(e) /\ HandleNextBallot(p, e.params.m)
    [] e.action = "HandleLastVote"     -> IsReceipt(e) /\ HandleLastVote(p, e.params.m)
    [] e.action = "BeginBallot"        -> Like(e.params, [d |-> Blank]) /\ BeginBallot(p, e.params.d)
    [] e.action = "HandleBeginBallot"  -> IsReceipt(e) /\ HandleBeginBallot(p, e.params.m)
    [] e.action = "HandleVoted"        -> IsReceipt(e) /\ HandleVoted(p, e.params.m)
    [] e.action = "HandleSuccess"      -> IsReceipt(e) /\ HandleSuccess(p, e.params.m)
    [] e.action = "Crash"              -> Like(e.params, <<>>) /\ Crash(p)
    [] OTHER -> FALSE

TakeEvent ==
  \E e \in NextEvent :
    /\ e.node \in Participant
    /\ Step(e.node, e)
    /\ Same(AfterStep(e.node), After(e, BeforeStep(e.node)))
    /\ Same(msgs', e.sent)
    /\ Advance

TakeEnd ==
  \E e \in NextEnd :
    /\ e.node \in Participant
    /\ Same(NodeState(e.node), e.state)
    /\ UNCHANGED vars
    /\ Advance

(* The state in which a lane begins.                                       *)
LaneInit ==
  /\ lastTried = [p \in Participant |-> LaneStart(p).state.lastTried]
  /\ nextBal = [p \in Participant |-> LaneStart(p).state.nextBal]
  /\ prevVote = [p \in Participant |-> LaneStart(p).state.prevVote]
  /\ ledger = [p \in Participant |-> LaneStart(p).state.ledger]
  /\ status = [p \in Participant |-> LaneStart(p).state.status]
  /\ prevVotes = [p \in Participant |-> LaneStart(p).state.prevVotes]
  /\ decree = [p \in Participant |-> LaneStart(p).state.decree]
  /\ voters = [p \in Participant |-> LaneStart(p).state.voters]
  /\ msgs = {}

TraceInit == (IF IsLane THEN LaneInit ELSE Init) /\ TraceStart

TraceNext ==
  \/ TakeEvent
  \/ TakeEnd
  \/ NextTrace /\ UNCHANGED vars
=============================================================================
