---------------------------- MODULE TraceReplica -----------------------------
(***************************************************************************)
(* Accepts recorded traces of Replica: of the participants and of their    *)
(* clients.  Trace says how, and why that is sound; TraceCommands says     *)
(* what a line is to Replica.                                              *)
(***************************************************************************)
EXTENDS TraceCommands

TraceSets == ReplicaSets

TakeEvent ==
  \E e \in NextEvent : \E n \in {e.node} :
    /\ \/ /\ n \in Participant
          /\ ReplicaStep(n, e)
          /\ Agrees(e, ReplicaVariables, ReplicaVariables', Growing)
       \/ /\ n \in Client
          /\ ClientStep(n, e)
          /\ Agrees(e, ClientVariables, ClientVariables', {})
    /\ Same(msgs', e.sent)
    /\ UNCHANGED lo
    /\ Advance

TakeEnd ==
  \E e \in NextEnd :
    /\ \/ /\ e.node \in Participant
          /\ EndsWithWindow(e)
          /\ Same(Windowed(e.node, OfNode(ReplicaVariables, e.node)), Windowed(e.node, e.state))
       \/ /\ e.node \in Client
          /\ Same(OfNode(ClientVariables, e.node), e.state)
    /\ UNCHANGED allVars
    /\ UNCHANGED lo
    /\ Advance

(* To where a lane begins.                                                 *)
TakeLane == IsBeforeLane /\ EnterReplica /\ EnterLane

TraceInit == ReplicaInit /\ lo = [p \in Participant |-> 0] /\ TraceStart

TraceNext ==
  \/ TakeEvent
  \/ TakeRaise /\ UNCHANGED <<replicaVars, clientVars>>
  \/ TakeEnd
  \/ TakeLane
  \/ NextTrace /\ UNCHANGED allVars /\ UNCHANGED lo
=============================================================================
