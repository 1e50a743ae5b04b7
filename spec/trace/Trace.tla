-------------------------------- MODULE Trace --------------------------------
(***************************************************************************)
(* Accepts recorded traces: what the trace specs of all protocols have in  *)
(* common.  TraceSynod shows how to use it.                                *)
(*                                                                         *)
(* TLC reads a batch of traces, one after the other.  A trace is a line    *)
(* [header, next], lines [event, sender], and lines [end].  header, event  *)
(* and end are what was recorded.  The others are hints of the program     *)
(* that wrote the batch: sender is the line of the event that sent the     *)
(* message received, or 0; next is the line after the trace.               *)
(*                                                                         *)
(* A state of the trace spec is a state of the spec after some lines of    *)
(* one trace, so that each line of a batch is one state.  From the first   *)
(* state of a trace a step leads to the first state of the next trace, so  *)
(* that one initial state is enough and a rejected trace stops no other.   *)
(*                                                                         *)
(* A trace is accepted iff its last line is reached.  Whoever runs TLC     *)
(* must hold two counts against it: the lines that Reached noted, and the  *)
(* distinct states that TLC found.                                         *)
(*                                                                         *)
(* Why what is accepted is a behaviour of the spec.  Each step from a line *)
(* with an event to the next is a step of the spec's own action, with all  *)
(* parameters as recorded, but for msgs, for which the trace spec replaces *)
(* three operators.                                                        *)
(*                                                                         *)
(*   Send, NoSend: msgs becomes the set of the messages sent in this step, *)
(*   in place of the set of those ever sent.  Read the real msgs as the    *)
(*   union of that set over the lines of the trace so far.  A real Send    *)
(*   adds just the same messages to this union.                            *)
(*                                                                         *)
(*   Received(m): some line of this trace up to the present one sent m.    *)
(*   That line was reached, so the messages recorded there are what the    *)
(*   spec sent there, and m is in the real msgs.  The hint says which line *)
(*   it is; a wrong one is found here and can but reject.                  *)
(*                                                                         *)
(* The actions touch msgs in no other way, so the union satisfies them, by *)
(* induction over the lines.  It is never built: a step costs no more at   *)
(* the end of a long trace than at its beginning.                          *)
(*                                                                         *)
(* TLC takes states with the same TraceView for one.  Had two different    *)
(* states the same line, one would be lost: an acceptance might be missed, *)
(* and none is invented.  None is missed, for the line determines the step *)
(* and so the state.                                                       *)
(*                                                                         *)
(* A lane.  One long trace can be judged in parts, its lanes, at the same  *)
(* time: by several threads of TLC, or on several machines.  Each stands   *)
(* in a batch like a trace.  Its header has a lane [line, nodes]: a step   *)
(* leads from the header to that line, with the nodes as they are there.   *)
(* It ends with the last event of the lane and lines [end]: the nodes as   *)
(* they are where the next lane begins, or, in the last lane, as they      *)
(* ended.  All events before stand on their lines, at least those that     *)
(* sent what the lane receives.  Why the trace is a behaviour of the spec  *)
(* if each of its lanes is accepted, and begins with just what the lane    *)
(* before ended with: by induction over the lanes.  The first begins as    *)
(* the spec does.  The steps of a lane lead to the states in its lines     *)
(* [end], which were given and are compared, and from these the next lane  *)
(* begins.  Received(m) looks up a line that may stand before the lane;    *)
(* that what is recorded there was sent by the spec, the lane in which it  *)
(* stands has shown.  So wherever the states come from, they can but       *)
(* reject: a wrong one is either not what a lane ends with, or not what    *)
(* the next begins with.                                                   *)
(*                                                                         *)
(* So the hints can but reject, or stop TLC: a wrong sender is no sender;  *)
(* a wrong next skips lines, which then are not reached, or leads to what  *)
(* is no header, which is refused.  What is trusted is that the batch      *)
(* holds the events that were recorded.  What no step can tell is checked  *)
(* by whoever merged the trace: that each node's events are all there, in  *)
(* order, up to its end.                                                   *)
(***************************************************************************)
EXTENDS Naturals, TLC, TraceIO

CONSTANT
  Sets                \* The names of the fields that hold sets.

VARIABLES
  start,              \* The line of the header of the trace.
  line                \* The line that was read last.

traceVars == <<start, line>>
TraceView == line

Read(n) == Line(n, Sets)

(* The constants of the spec, as the batch has them.  They are the same in *)
(* all its traces.  What each is is said in two definitions: TLC works out *)
(* what the first says once, and what takes a constant's place each time.  *)
Constants        == Read(1).header.constants
Participants     == ElementsOf(Constants.participants)
TraceParticipant == Participants

(* True iff the next step leads to a lane; and what p is where it begins.  *)
IsBeforeLane == line = start /\ "lane" \in DOMAIN Read(start)
LaneStart(p) == CHOOSE n \in ElementsOf(Read(start).lane.nodes) : n.node = p
-----------------------------------------------------------------------------
(* What the next line holds: an event or an end, or nothing.               *)
NextOf(kind) == IF IsBeforeLane THEN {} ELSE Held(line + 1, kind, Sets)

NextEvent == NextOf("event")
NextEnd   == NextOf("end")

(* The message that the event has for its only parameter, or none.         *)
Receipt(e) == IF DOMAIN e.params = {"m"} THEN {e.params.m} ELSE {}

(* True iff line n of this trace sent m, in the event that the next event  *)
(* names as its cause.                                                     *)
SentAt(n, m) ==
  /\ start < n
  /\ n <= line
  /\ LET sender == Read(n).event
         cause  == Read(line + 1).event.cause
     IN  /\ sender.node = cause.node
         /\ sender.seq = cause.seq
         /\ IsAmong(m, sender.sent)

(* What Received is in a trace.                                            *)
TraceReceived(m) == SentAt(Read(line + 1).sender, m)

(* Of the variables of all nodes those of p, by their names.               *)
OfNode(variables, p) == [v \in DOMAIN variables |-> variables[v][p]]
-----------------------------------------------------------------------------
TraceStart == start = 1 /\ line = 1 /\ Reached(1)

(* The last conjunct of a step that reads a line.                          *)
Advance == line' = line + 1 /\ UNCHANGED start /\ Reached(line + 1)

(* The last conjunct of the step to where a lane begins.                   *)
EnterLane ==
  \E n \in {Read(start).lane.line} :
    /\ line' = n
    /\ UNCHANGED start
    /\ Reached(n)

(* To the next trace, from the first state of this one: the variables of   *)
(* the spec do not change, so they are the initial ones there too.         *)
NextTrace ==
  /\ line = start
  /\ \E n \in {Read(start).next} :
       /\ start < n
       /\ n <= Lines
       /\ "header" \in DOMAIN Read(n)
       /\ Same(Read(n).header.constants, Constants)
       /\ start' = n
       /\ line' = n
       /\ Reached(n)
=============================================================================
