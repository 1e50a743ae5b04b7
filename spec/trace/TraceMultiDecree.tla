-------------------------- MODULE TraceMultiDecree ---------------------------
(***************************************************************************)
(* Accepts recorded traces of MultiDecree.  Trace says how, and why that   *)
(* is sound; TraceParliament says what a line is to MultiDecree.           *)
(***************************************************************************)
EXTENDS TraceParliament

TraceSets == ParliamentSets

TakeEvent ==
  \E e \in NextEvent : \E p \in {e.node} :
    /\ p \in Participant
    /\ ParliamentStep(p, e)
    /\ Agrees(e, ParliamentVariables, ParliamentVariables', Growing)
    /\ Same(msgs', e.sent)
    /\ UNCHANGED lo
    /\ Advance

TakeEnd ==
  \E e \in NextEnd :
    /\ e.node \in Participant
    /\ EndsWithWindow(e)
    /\ Same(Windowed(e.node, OfNode(ParliamentVariables, e.node)), Windowed(e.node, e.state))
    /\ UNCHANGED vars
    /\ UNCHANGED lo
    /\ Advance

(* To where a lane begins.                                                 *)
TakeLane == IsBeforeLane /\ EnterParliament /\ EnterLane

TraceInit == Init /\ lo = [p \in Participant |-> 0] /\ TraceStart

TraceNext ==
  \/ TakeEvent
  \/ TakeRaise
  \/ TakeEnd
  \/ TakeLane
  \/ NextTrace /\ UNCHANGED vars /\ UNCHANGED lo
=============================================================================
