---------------------------- MODULE TraceElection ----------------------------
(***************************************************************************)
(* Accepts recorded traces of Election.  Trace says how, and why that is   *)
(* sound; this module says what a line is to Election.                     *)
(***************************************************************************)
EXTENDS Election, Trace

RuleGiven == Constants.rule
TraceRule == RuleGiven

(* Up to election.LastEpoch.                                               *)
TraceEpochs == 1 .. 999999999

TraceSets == {"sent"}

TraceSend(ms) == msgs' = ms
TraceNoSend   == msgs' = {}

(* The variables of participants, by their names.                          *)
Variables == [ballot |-> ballot, role |-> role]

(* The step of Election that the event says was taken, with its            *)
(* parameters.                                                             *)
Step(p, e) ==
  CASE e.action = "Ring"            -> Like(e.params, <<>>) /\ Ring(p)
    [] e.action = "Claim"           -> Like(e.params, [b |-> NoBallot]) /\ Claim(p, e.params.b)
    [] e.action = "HandleHeartbeat" -> \E m \in Receipt(e) : HandleHeartbeat(p, m)
    [] e.action = "Crash"           -> Like(e.params, <<>>) /\ Crash(p)
    [] e.action = "Recover"         -> Like(e.params, <<>>) /\ Recover(p)
    [] OTHER -> FALSE

TakeEvent ==
  \E e \in NextEvent : \E p \in {e.node} :
    /\ p \in Participant
    /\ Step(p, e)
    /\ Agrees(e, Variables, Variables', {})
    /\ Same(msgs', e.sent)
    /\ Advance

TakeEnd ==
  \E e \in NextEnd :
    /\ e.node \in Participant
    /\ Same(OfNode(Variables, e.node), e.state)
    /\ UNCHANGED vars
    /\ Advance

(* To where a lane begins.                                                 *)
TakeLane ==
  /\ IsBeforeLane
  /\ ballot' = [p \in Participant |-> LaneStart(p).state.ballot]
  /\ role' = [p \in Participant |-> LaneStart(p).state.role]
  /\ msgs' = {}
  /\ EnterLane

TraceInit == Init /\ TraceStart

TraceNext ==
  \/ TakeEvent
  \/ TakeEnd
  \/ TakeLane
  \/ NextTrace /\ UNCHANGED vars
=============================================================================
