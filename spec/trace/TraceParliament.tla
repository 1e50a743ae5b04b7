--------------------------- MODULE TraceParliament ---------------------------
(***************************************************************************)
(* What a line of a trace is to MultiDecree, whether it is the whole spec  *)
(* (TraceMultiDecree) or others stand on it (TraceCommands).               *)
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

WindowSize  == Constants.window
TraceWindow == WindowSize

(* Anybody may propose anything but the olive-day decree.  TLC only asks   *)
(* whether a value is in these sets.                                       *)
AnyDecrees     == [p \in Participants |-> Any \ {NoOp}]
TraceProposals == AnyDecrees
TraceStates    == Any
TraceTries     == Nat \ {0}
TraceInstances == Nat \ {0}

ParliamentSets == {"votes", "ledger", "answered", "known", "proposed", "voters", "sent"}

TraceSend(ms) == msgs' = ms
TraceNoSend   == msgs' = {}

(* What Received is in a trace of which windows are kept.                  *)
ReceivedInWindow(m) == TraceReceived(m) /\ IsInWindow(m)

(* The variables of participants, by their names; those of which events    *)
(* tell only what they gained.                                             *)
ParliamentVariables ==
  [lastTried |-> lastTried, nextBal |-> nextBal, votes |-> votes, ledger |-> ledger,
   cut |-> cut, snapshot |-> snapshot, written |-> written,
   status |-> status, answered |-> answered, known |-> known, truncated |-> truncated,
   inherited |-> inherited, proposed |-> proposed, voters |-> voters]

Growing == {"votes", "ledger"}

(* The step of MultiDecree that the event says was taken, with its         *)
(* parameters.                                                             *)
ParliamentStep(p, e) ==
  CASE e.action = "ChooseBallotNumber" -> Like(e.params, [number |-> NoNumber]) /\ ChooseBallotNumber(p, e.params.number)
    [] e.action = "HandleNextBallot"   -> \E m \in Receipt(e) : HandleNextBallot(p, m)
    [] e.action = "HandleLastVote"     -> \E m \in Receipt(e) : HandleLastVote(p, m)
    [] e.action = "BeginBallot"        -> DOMAIN e.params = {"i", "d"} /\ Like(e.params.i, 0) /\ BeginBallot(p, e.params.i, e.params.d)
    [] e.action = "HandleBeginBallot"  -> \E m \in Receipt(e) : HandleBeginBallot(p, m)
    [] e.action = "HandleVoted"        -> \E m \in Receipt(e) : HandleVoted(p, m)
    [] e.action = "HandleSuccess"      -> \E m \in Receipt(e) : HandleSuccess(p, m)
    [] e.action = "Remind"             -> Like(e.params, [q |-> 0, i |-> 0]) /\ e.params.q \in Participant /\ WindowRemind(p, e.params.q, e.params.i)
    [] e.action = "Truncate"           -> DOMAIN e.params = {"i", "s"} /\ Like(e.params.i, 0) /\ Truncate(p, e.params.i, e.params.s)
    [] e.action = "SendSnapshot"       -> Like(e.params, [q |-> 0]) /\ e.params.q \in Participant /\ SendSnapshot(p, e.params.q)
    [] e.action = "InstallSnapshot"    -> \E m \in Receipt(e) : InstallSnapshot(p, m)
    [] e.action = "Crash"              -> Like(e.params, <<>>) /\ Crash(p)
    [] OTHER -> FALSE

(* A line [window]: the window of a participant begins later from now on.  *)
TakeRaise ==
  \E w \in NextOf("window") :
    /\ w.node \in Participant
    /\ Raise(w.node, w.lo)
    /\ Advance

(* The state of p as far as its window reaches.                            *)
Windowed(p, state) == [state EXCEPT !.votes = From(@, lo[p]), !.ledger = FromWithLast(@, lo[p])]

(* A lane ends with the windows with which the next begins.                *)
EndsWithWindow(e) == "lo" \in DOMAIN e => e.lo = lo[e.node]

(* Participants become what they are where a lane begins.                  *)
EnterParliament ==
  /\ lastTried' = [p \in Participant |-> LaneStart(p).state.lastTried]
  /\ nextBal' = [p \in Participant |-> LaneStart(p).state.nextBal]
  /\ votes' = [p \in Participant |-> LaneStart(p).state.votes]
  /\ ledger' = [p \in Participant |-> LaneStart(p).state.ledger]
  /\ cut' = [p \in Participant |-> LaneStart(p).state.cut]
  /\ snapshot' = [p \in Participant |-> LaneStart(p).state.snapshot]
  /\ written' = [p \in Participant |-> LaneStart(p).state.written]
  /\ status' = [p \in Participant |-> LaneStart(p).state.status]
  /\ answered' = [p \in Participant |-> LaneStart(p).state.answered]
  /\ known' = [p \in Participant |-> LaneStart(p).state.known]
  /\ truncated' = [p \in Participant |-> LaneStart(p).state.truncated]
  /\ inherited' = [p \in Participant |-> LaneStart(p).state.inherited]
  /\ proposed' = [p \in Participant |-> LaneStart(p).state.proposed]
  /\ voters' = [p \in Participant |-> LaneStart(p).state.voters]
  /\ msgs' = {}
  /\ lo' = [p \in Participant |-> LaneStart(p).lo]
=============================================================================
