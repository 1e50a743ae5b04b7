------------------------------ MODULE TwoPhase ------------------------------
(***************************************************************************)
(* Two-phase commit: all nodes commit a transaction, or none does.  A      *)
(* coordinator commits when every other node has voted yes; it may give up *)
(* at any time before, and so may a node that has not voted.               *)
(***************************************************************************)
EXTENDS Naturals

CONSTANTS Node, Coordinator

VARIABLES
  state,              \* "working", "prepared" to do either, "committed" or "aborted".
  votes,              \* The nodes of whose votes the coordinator knows.
  msgs                \* Every message ever sent.

Yes      == [type: {"Yes"}, from: Node, dest: Node]
Decision == [type: {"Decision"}, dest: Node, state: {"committed", "aborted"}]

TypeOK ==
  /\ state \in [Node -> {"working", "prepared", "committed", "aborted"}]
  /\ votes \in [Node -> SUBSET Node]
  /\ msgs \subseteq Yes \cup Decision

Init ==
  /\ state = [p \in Node |-> "working"]
  /\ votes = [p \in Node |-> {}]
  /\ msgs = {}

(* The actions touch msgs through these three only.                        *)
Send(ms)    == msgs' = msgs \cup ms
NoSend      == UNCHANGED msgs
Received(m) == m \in msgs

Others        == Node \ {Coordinator}
Decisions(s)  == [type: {"Decision"}, dest: Others, state: {s}]

(* p promises to do what the coordinator decides.                          *)
Vote(p) ==
  /\ p # Coordinator
  /\ state[p] = "working"
  /\ state' = [state EXCEPT ![p] = "prepared"]
  /\ UNCHANGED votes
  /\ Send({[type |-> "Yes", from |-> p, dest |-> Coordinator]})

(* p aborts by itself, which it may as long as it has promised nothing.    *)
Refuse(p) ==
  /\ p # Coordinator
  /\ state[p] = "working"
  /\ state' = [state EXCEPT ![p] = "aborted"]
  /\ UNCHANGED votes
  /\ NoSend

HandleYes(p, m) ==
  /\ Received(m)
  /\ m.type = "Yes"
  /\ m.dest = p
  /\ state[p] = "working"
  /\ votes' = [votes EXCEPT ![p] = @ \cup {m.from}]
  /\ UNCHANGED state
  /\ NoSend

Commit(p) ==
  /\ p = Coordinator
  /\ state[p] = "working"
  /\ votes[p] = Others
  /\ state' = [state EXCEPT ![p] = "committed"]
  /\ UNCHANGED votes
  /\ Send(Decisions("committed"))

Abort(p) ==
  /\ p = Coordinator
  /\ state[p] = "working"
  /\ state' = [state EXCEPT ![p] = "aborted"]
  /\ UNCHANGED votes
  /\ Send(Decisions("aborted"))

HandleDecision(p, m) ==
  /\ Received(m)
  /\ m.type = "Decision"
  /\ m.dest = p
  /\ state' = [state EXCEPT ![p] = m.state]
  /\ UNCHANGED votes
  /\ NoSend

AnyHandleYes      == \E m \in msgs : \E p \in Node : HandleYes(p, m)
AnyHandleDecision == \E m \in msgs : \E p \in Node : HandleDecision(p, m)

Next ==
  \/ \E p \in Node : Vote(p)
  \/ \E p \in Node : Refuse(p)
  \/ AnyHandleYes
  \/ \E p \in Node : Commit(p)
  \/ \E p \in Node : Abort(p)
  \/ AnyHandleDecision

(* All commit, or none: what it is for.                                    *)
Agreement == \A p, q \in Node : ~(state[p] = "committed" /\ state[q] = "aborted")
=============================================================================
