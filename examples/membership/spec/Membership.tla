----------------------------- MODULE Membership -----------------------------
(***************************************************************************)
(* Node 1 changes the members of a group, one node at a time, and tells    *)
(* the others.  This spec allows too much: it lets a change follow before  *)
(* anybody knows of the one before, which the code forbids.                *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS Node, Last  \* The nodes, and how many changes there are.

VARIABLES
  members,            \* The members, as each node knows them.
  version,            \* How many changes a node knows of.
  known,              \* The nodes that told node 1 that they know the last change.
  msgs                \* Every message ever sent.

TypeOK ==
  /\ members \in [Node -> SUBSET Node]
  /\ version \in [Node -> 0..Last]
  /\ known \in [Node -> SUBSET Node]

Init ==
  /\ members = [p \in Node |-> {1}]
  /\ version = [p \in Node |-> 0]
  /\ known = [p \in Node |-> {}]
  /\ msgs = {}

Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs

Changes(p, new) == [type: {"Change"}, dest: Node \ {p}, version: {version[p] + 1}, members: {new}]

Add(p, node) ==
  /\ p = 1
  /\ version[p] < Last
  /\ node \notin members[p]
  \* The code has one more guard here: version[p] = 0 \/ known[p] # {}
  /\ members' = [members EXCEPT ![p] = @ \cup {node}]
  /\ version' = [version EXCEPT ![p] = @ + 1]
  /\ known' = [known EXCEPT ![p] = {}]
  /\ Send(Changes(p, members[p] \cup {node}))

HandleChange(p, m) ==
  /\ Received(m)
  /\ m.type = "Change"
  /\ m.dest = p
  /\ m.version > version[p]
  /\ members' = [members EXCEPT ![p] = m.members]
  /\ version' = [version EXCEPT ![p] = m.version]
  /\ UNCHANGED known
  /\ Send({[type |-> "Known", from |-> p, version |-> m.version]})

HandleKnown(p, m) ==
  /\ Received(m)
  /\ m.type = "Known"
  /\ p = 1
  /\ m.version = version[p]
  /\ known' = [known EXCEPT ![p] = @ \cup {m.from}]
  /\ UNCHANGED <<members, version>>
  /\ NoSend

AnyChange == \E m \in msgs : \E p \in Node : HandleChange(p, m)
AnyKnown  == \E m \in msgs : \E p \in Node : HandleKnown(p, m)

Next ==
  \/ \E p \in Node : \E node \in Node : Add(p, node)
  \/ AnyChange
  \/ AnyKnown
=============================================================================
