-------------------------- MODULE TraceMultiDecree ---------------------------
(***************************************************************************)
(* Accepts recorded traces of MultiDecree.  Trace says how, and why that   *)
(* is sound; this module says what a line is to MultiDecree.               *)
(*                                                                         *)
(* A log grows, and so would what each step costs.  So an event tells of   *)
(* votes and ledger only what the step added; what it took away follows    *)
(* from cut.  And TLC keeps windows of them (MultiDecreeWindow, which says *)
(* why its steps are those of MultiDecree).  Where they begin the batch    *)
(* says, in lines [window] of its own that no node recorded: hints, like   *)
(* sender and next, and like these they can but reject.  An end is         *)
(* compared as far as the window reaches.  For the rest whoever wrote the  *)
(* batch must add up what the events added, take away what is at or below  *)
(* the cut, and hold it against the end: trace.Check does.  That this is   *)
(* what the steps made of the full sets MCMultiDecreeWindow has TLC check. *)
(***************************************************************************)
EXTENDS MultiDecreeWindow, Trace

TraceParticipant == ElementsOf(Constants.participants)
TraceWindow      == Constants.window

(* Anybody may propose anything but the olive-day decree.  TLC only asks   *)
(* whether a value is in these sets.                                       *)
TraceProposals == [p \in TraceParticipant |-> Any \ {NoOp}]
TraceStates    == Any
TraceTries     == Nat \ {0}
TraceInstances == Nat \ {0}

TraceSets == {"votes", "ledger", "answered", "known", "proposed", "voters", "sent"}

TraceSend(ms) == msgs' = ms
TraceNoSend   == msgs' = {}

(* The variables of p.                                                     *)
NodeState(p) ==
  [lastTried |-> lastTried[p], nextBal |-> nextBal[p], votes |-> votes[p], ledger |-> ledger[p],
   cut |-> cut[p], snapshot |-> snapshot[p], written |-> written[p],
   status |-> status[p], answered |-> answered[p], known |-> known[p], truncated |-> truncated[p],
   inherited |-> inherited[p], proposed |-> proposed[p], voters |-> voters[p]]

(* The same before and after a step, as events tell of it.                 *)
BeforeStep(p) == [NodeState(p) EXCEPT !.votes = {}, !.ledger = {}]
AfterStep(p)  == [NodeState(p)' EXCEPT !.votes = Gained(@, votes[p]), !.ledger = Gained(@, ledger[p])]

(* The step of MultiDecree that the event says was taken, with its         *)
(* parameters.                                                             *)
Step(p, e) ==
  CASE e.action = "ChooseBallotNumber" -> Like(e.params, [number |-> NoNumber]) /\ WindowChoose(p, e.params.number)
    [] e.action = "HandleNextBallot"   -> IsReceipt(e) /\ WindowNextBallot(p, e.params.m)
    [] e.action = "HandleLastVote"     -> IsReceipt(e) /\ WindowLastVote(p, e.params.m)
    [] e.action = "BeginBallot"        -> DOMAIN e.params = {"i", "d"} /\ Like(e.params.i, 0) /\ WindowBegin(p, e.params.i, e.params.d)
    [] e.action = "HandleBeginBallot"  -> IsReceipt(e) /\ WindowBeginBallot(p, e.params.m)
    [] e.action = "HandleVoted"        -> IsReceipt(e) /\ WindowVoted(p, e.params.m)
    [] e.action = "HandleSuccess"      -> IsReceipt(e) /\ WindowSuccess(p, e.params.m)
    [] e.action = "Remind"             -> Like(e.params, [q |-> 0, i |-> 0]) /\ e.params.q \in Participant /\ WindowRemind(p, e.params.q, e.params.i)
    [] e.action = "Truncate"           -> DOMAIN e.params = {"i", "s"} /\ Like(e.params.i, 0) /\ WindowTruncate(p, e.params.i, e.params.s)
    [] e.action = "SendSnapshot"       -> Like(e.params, [q |-> 0]) /\ e.params.q \in Participant /\ WindowSendSnapshot(p, e.params.q)
    [] e.action = "InstallSnapshot"    -> IsReceipt(e) /\ WindowInstall(p, e.params.m)
    [] e.action = "Crash"              -> Like(e.params, <<>>) /\ WindowCrash(p)
    [] OTHER -> FALSE

TakeEvent ==
  \E e \in NextEvent : \E p \in {e.node} :
    /\ p \in Participant
    /\ Step(p, e)
    /\ Same(AfterStep(p), After(e, BeforeStep(p)))
    /\ Same(msgs', e.sent)
    /\ UNCHANGED lo
    /\ Advance

TakeWindow ==
  \E w \in NextOf("window") :
    /\ w.node \in Participant
    /\ Raise(w.node, w.lo)
    /\ Advance

(* The state of p as far as its window reaches.                            *)
Windowed(p, state) == [state EXCEPT !.votes = From(@, lo[p]), !.ledger = From(@, lo[p])]

(* A lane ends with the windows with which the next begins.                *)
EndsWithWindow(e) == "lo" \in DOMAIN e => e.lo = lo[e.node]

TakeEnd ==
  \E e \in NextEnd :
    /\ e.node \in Participant
    /\ EndsWithWindow(e)
    /\ Same(Windowed(e.node, NodeState(e.node)), Windowed(e.node, e.state))
    /\ UNCHANGED vars
    /\ UNCHANGED lo
    /\ Advance

(* The state in which a lane begins.                                       *)
LaneInit ==
  /\ lastTried = [p \in Participant |-> LaneStart(p).state.lastTried]
  /\ nextBal = [p \in Participant |-> LaneStart(p).state.nextBal]
  /\ votes = [p \in Participant |-> LaneStart(p).state.votes]
  /\ ledger = [p \in Participant |-> LaneStart(p).state.ledger]
  /\ cut = [p \in Participant |-> LaneStart(p).state.cut]
  /\ snapshot = [p \in Participant |-> LaneStart(p).state.snapshot]
  /\ written = [p \in Participant |-> LaneStart(p).state.written]
  /\ status = [p \in Participant |-> LaneStart(p).state.status]
  /\ answered = [p \in Participant |-> LaneStart(p).state.answered]
  /\ known = [p \in Participant |-> LaneStart(p).state.known]
  /\ truncated = [p \in Participant |-> LaneStart(p).state.truncated]
  /\ inherited = [p \in Participant |-> LaneStart(p).state.inherited]
  /\ proposed = [p \in Participant |-> LaneStart(p).state.proposed]
  /\ voters = [p \in Participant |-> LaneStart(p).state.voters]
  /\ msgs = {}
  /\ lo = [p \in Participant |-> LaneStart(p).lo]

TraceInit ==
  /\ IF IsLane THEN LaneInit ELSE Init /\ lo = [p \in Participant |-> 0]
  /\ TraceStart

TraceNext ==
  \/ TakeEvent
  \/ TakeWindow
  \/ TakeEnd
  \/ NextTrace /\ UNCHANGED vars /\ UNCHANGED lo
=============================================================================
