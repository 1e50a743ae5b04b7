------------------------------ MODULE Replica --------------------------------
(***************************************************************************)
(* The replicated state machine: clients have commands executed, each at   *)
(* most once, by participants that execute the decrees of their ledgers in *)
(* the order of the instances.  The state machine is a counter.            *)
(*                                                                         *)
(* Source: L. Lamport, The Part-Time Parliament (PTP), section 3.  Stands  *)
(* on MultiDecree, which is to be read before: a decree is a batch of      *)
(* commands, and what a snapshot holds is a state.  Refines: Counter.      *)
(* Go twin: package replica, whose methods have the names of the actions   *)
(* that stand here; those of MultiDecree have theirs in multidecree.       *)
(*                                                                         *)
(* A client numbers its commands, and a session executes only the next     *)
(* number: a command that arrives twice, or in two decrees, is executed    *)
(* once, and the commands of one client are executed first in, first out.  *)
(* Neither the log nor the olive-day decree gives that.                    *)
(*                                                                         *)
(* A read goes through the log as any other command, or past it: a query.  *)
(* Who presides notes how far everything was written that may have been    *)
(* answered before the query came, has a majority confirm afterwards that  *)
(* it has promised no higher ballot, and answers once it has executed so   *)
(* far.                                                                    *)
(*                                                                         *)
(* It leaves out when things happen, and whom a client asks.  A client     *)
(* that gives up does not know what became of its command: that may still  *)
(* be executed, or never.                                                  *)
(***************************************************************************)
EXTENDS MultiDecree, Sequences

CONSTANTS
  Client,             \* The clients: numbers that are no participant's.
  Depth               \* How many commands a client may have outstanding, and a session remembers.

(* What clients may have done, and of that what changes nothing.            *)
Operations     == {"increment", "read"}
ReadOperations == {"read"}

(* A command, its answer as a session remembers it, and what a snapshot    *)
(* holds.                                                                  *)
Command == [client: Client, seq: Nat, op: Operations]
Session == [client: Client, seq: Nat, answer: Nat]
State   == [value: Nat, sessions: SUBSET Session]

RequestMessage   == [type: {"Request"}, from: Client, dest: Participant, seq: Nat, op: Operations]
AnswerMessage    == [type: {"Answer"}, from: Participant, dest: Client, seq: Nat, answer: Nat]
QueryMessage     == [type: {"Query"}, from: Client, dest: Participant, query: Nat, op: ReadOperations]
ConfirmMessage   == [type: {"Confirm"}, from: Participant, dest: Participant, number: Number, round: Nat]
ConfirmedMessage == [type: {"Confirmed"}, from: Participant, dest: Participant, number: Number, round: Nat]
ResultMessage    == [type: {"Result"}, from: Participant, dest: Client, query: Nat, answer: Nat]

ASSUME ClientsAreNoParticipants == IsFiniteSet(Client) /\ Client \cap Participant = {}
ASSUME DepthIsPositive          == Depth > 0
-----------------------------------------------------------------------------
(* Volatile: what p makes of its snapshot and its ledger, and what clients *)
(* want of it.  A crash loses it; what is made of the snapshot is made     *)
(* again.                                                                  *)
VARIABLES
  executed,           \* p has executed the decrees up to this instance.
  value,              \* The counter after them.
  sessions,           \* The answers given last, of each client the last Depth.
  requests,           \* The commands that p was asked for and has not executed.
  queries,            \* While presiding: the reads past the log that p has not answered.
  round,              \* How often p asked others to confirm its ballot.
  confirms            \* Who confirmed: of each the last round, in p's ballot.

(* Client: what a client knows.  Clients do not crash.                     *)
VARIABLES
  issued,             \* The number of c's last command.
  asked,              \* The number of c's last query.
  outstanding,        \* The commands of c that are not answered.
  querying            \* The queries of c that are not answered.

replicaVars == <<executed, value, sessions, requests, queries, round, confirms>>
clientVars  == <<issued, asked, outstanding, querying>>
parliament  == <<durableVars, volatileVars>>
allVars     == <<lastTried, nextBal, votes, ledger, cut, snapshot, written,
                 status, answered, known, truncated, inherited, proposed, voters,
                 executed, value, sessions, requests, queries, round, confirms,
                 issued, asked, outstanding, querying, msgs>>

ReplicaInit ==
  /\ Init
  /\ executed = [p \in Participant |-> 0]
  /\ value = [p \in Participant |-> 0]
  /\ sessions = [p \in Participant |-> {}]
  /\ requests = [p \in Participant |-> {}]
  /\ queries = [p \in Participant |-> {}]
  /\ round = [p \in Participant |-> 0]
  /\ confirms = [p \in Participant |-> {}]
  /\ issued = [c \in Client |-> 0]
  /\ asked = [c \in Client |-> 0]
  /\ outstanding = [c \in Client |-> {}]
  /\ querying = [c \in Client |-> {}]
-----------------------------------------------------------------------------
(* Concepts.                                                               *)

(* Of the sessions in S, those of client c; and the greatest number that c *)
(* has had executed.                                                       *)
OfClient(S, c) == {s \in S : s.client = c}
LastOf(S, c)   == Maximum({0} \cup {s.seq : s \in OfClient(S, c)})

(* The state machine: what an operation makes of the counter; what it      *)
(* answers is the counter afterwards.                                      *)
Applied(v, op) == IF op = "increment" THEN v + 1 ELSE v

(* What a command makes of a state: nothing, unless it is the next of its  *)
(* client.                                                                 *)
After1(s, k) ==
  IF k.seq # LastOf(s.sessions, k.client) + 1
  THEN s
  ELSE LET v == Applied(s.value, k.op)
       IN  [value    |-> v,
            sessions |-> (s.sessions \ {t \in OfClient(s.sessions, k.client) : t.seq + Depth <= k.seq})
                           \cup {[client |-> k.client, seq |-> k.seq, answer |-> v]}]

(* What the commands of a batch make of a state, one after the other.      *)
RECURSIVE AfterBatch(_, _)
AfterBatch(s, batch) == IF batch = << >> THEN s ELSE AfterBatch(After1(s, Head(batch)), Tail(batch))

StateOf(p) == [value |-> value[p], sessions |-> sessions[p]]

(* The state that a snapshot of p holds.                                   *)
Restored(s) == IF s = NoState THEN [value |-> 0, sessions |-> {}] ELSE s

(* The next decree that p executes, and what it makes of p's state.        *)
NextDecree(p) == (CHOOSE e \in At(ledger[p], executed[p] + 1) : TRUE).decree
NextState(p)  == AfterBatch(StateOf(p), NextDecree(p))

(* True iff all of decree d is what p was asked for, each once.            *)
AreRequested(p, d) ==
  /\ \A k \in DOMAIN d : d[k] \in requests[p]
  /\ Cardinality({d[k] : k \in DOMAIN d}) = Len(d)

(* True iff a session of p has passed the command.                         *)
IsDone(S, k) == k.seq <= LastOf(S, k.client)

(* The commands that p need not remember once its sessions are S.          *)
Done(p, S) == {k \in requests[p] : IsDone(S, k)}

(* How far p must have executed to answer a query that came now: all that  *)
(* may have passed in lower ballots, and all that p knows to have passed.  *)
ReadPoint(p) == Maximum({written[p], inherited[p]} \cup InstancesOf(ledger[p]))

(* True iff a majority has confirmed p's ballot in the query's round or    *)
(* later.                                                                  *)
IsConfirmed(p, q) == IsMajority({r.from : r \in {s \in confirms[p] : s.number = q.number /\ s.round >= q.round}})

(* The command of a request.                                               *)
CommandOf(m) == [client |-> m.from, seq |-> m.seq, op |-> m.op]

(* What the actions send.                                                  *)
Requests(c, n, op)   == [type: {"Request"}, from: {c}, dest: Participant, seq: {n}, op: {op}]
Queries(c, n, op)    == [type: {"Query"}, from: {c}, dest: Participant, query: {n}, op: {op}]
ClientAnswers(p, K, S) == {[type |-> "Answer", from |-> p, dest |-> s.client, seq |-> s.seq, answer |-> s.answer] :
                          s \in UNION {{t \in OfClient(S, k.client) : t.seq = k.seq} : k \in K}}
Confirms(p)          == [type: {"Confirm"}, from: {p}, dest: Participant, number: {lastTried[p]}, round: {round[p] + 1}]
ConfirmedTo(p, m)    == {[type |-> "Confirmed", from |-> p, dest |-> m.from, number |-> m.number, round |-> m.round]}
ResultTo(p, q)       == {[type |-> "Result", from |-> p, dest |-> q.client, query |-> q.query, answer |-> Applied(value[p], q.op)]}
-----------------------------------------------------------------------------
(* A client has the next command carried out, and asks everybody.  It has  *)
(* no more than Depth outstanding, the first and the last included.        *)
Call(c, op) ==
  /\ op \in Operations
  /\ \A k \in outstanding[c] : issued[c] + 1 < k.seq + Depth
  /\ issued' = [issued EXCEPT ![c] = @ + 1]
  /\ outstanding' = [outstanding EXCEPT ![c] = @ \cup {[client |-> c, seq |-> issued[c] + 1, op |-> op]}]
  /\ Send(Requests(c, issued[c] + 1, op))
  /\ UNCHANGED <<parliament, replicaVars, asked, querying>>

(* p takes note of a command, to have it passed.  Who does not preside     *)
(* refuses, which is to do nothing.                                        *)
HandleRequest(p, m) ==
  /\ Received(m)
  /\ m.type = "Request"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ ~IsDone(sessions[p], CommandOf(m))
  /\ CommandOf(m) \notin requests[p]
  /\ requests' = [requests EXCEPT ![p] = @ \cup {CommandOf(m)}]
  /\ NoSend
  /\ UNCHANGED <<parliament, executed, value, sessions, queries, round, confirms, clientVars>>

(* p has executed the command already and tells the answer again, while    *)
(* its session remembers it.                                               *)
AnswerAgain(p, m) ==
  /\ Received(m)
  /\ m.type = "Request"
  /\ m.dest = p
  /\ \E s \in sessions[p] : s.client = m.from /\ s.seq = m.seq
  /\ Send(ClientAnswers(p, {CommandOf(m)}, sessions[p]))
  /\ UNCHANGED <<parliament, replicaVars, clientVars>>

(* p has commands that it was asked for passed, as one decree.             *)
Propose(p, i, d) ==
  /\ d # NoOp
  /\ AreRequested(p, d)
  /\ BeginBallot(p, i, d)
  /\ UNCHANGED <<replicaVars, clientVars>>

(* p has passed again what may have passed in a lower ballot, or fills a   *)
(* gap with the olive-day decree.                                          *)
Repropose(p, i, d) ==
  /\ i <= Top(p)
  /\ BeginBallot(p, i, d)
  /\ UNCHANGED <<replicaVars, clientVars>>

(* p executes its next decree, and answers what it was asked for.          *)
Execute(p) ==
  /\ executed[p] + 1 \in InstancesOf(ledger[p])
  /\ executed' = [executed EXCEPT ![p] = @ + 1]
  /\ value' = [value EXCEPT ![p] = NextState(p).value]
  /\ sessions' = [sessions EXCEPT ![p] = NextState(p).sessions]
  /\ requests' = [requests EXCEPT ![p] = @ \ Done(p, NextState(p).sessions)]
  /\ Send(ClientAnswers(p, Done(p, NextState(p).sessions), NextState(p).sessions))
  /\ UNCHANGED <<parliament, queries, round, confirms, clientVars>>

(* A client has its answer.                                                *)
Return(c, m) ==
  /\ Received(m)
  /\ m.type = "Answer"
  /\ m.dest = c
  /\ m.seq \in {k.seq : k \in outstanding[c]}
  /\ outstanding' = [outstanding EXCEPT ![c] = {k \in @ : k.seq # m.seq}]
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, issued, asked, querying>>

(* A client waits for its command no longer.                               *)
GiveUp(c, n) ==
  /\ n \in {k.seq : k \in outstanding[c]}
  /\ outstanding' = [outstanding EXCEPT ![c] = {k \in @ : k.seq # n}]
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, issued, asked, querying>>
-----------------------------------------------------------------------------
(* Reads past the log.                                                     *)

(* A client has an operation that changes nothing carried out, past the    *)
(* log.                                                                    *)
Ask(c, op) ==
  /\ op \in ReadOperations
  /\ asked' = [asked EXCEPT ![c] = @ + 1]
  /\ querying' = [querying EXCEPT ![c] = @ \cup {asked[c] + 1}]
  /\ Send(Queries(c, asked[c] + 1, op))
  /\ UNCHANGED <<parliament, replicaVars, issued, outstanding>>

(* p notes a query, and that only a confirmation asked for from now on     *)
(* will do.  It forgets those of earlier ballots.                          *)
HandleQuery(p, m) ==
  /\ Received(m)
  /\ m.type = "Query"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ ~\E q \in queries[p] : q.client = m.from /\ q.query = m.query
  /\ queries' = [queries EXCEPT ![p] = {q \in @ : q.number = lastTried[p]} \cup
                   {[client |-> m.from, query |-> m.query, op |-> m.op, number |-> lastTried[p], round |-> round[p] + 1, point |-> ReadPoint(p)]}]
  /\ NoSend
  /\ UNCHANGED <<parliament, executed, value, sessions, requests, round, confirms, clientVars>>

(* p asks everybody whether its ballot is still the highest they know.     *)
Confirm(p) ==
  /\ status[p] = "presiding"
  /\ {q \in queries[p] : q.number = lastTried[p] /\ q.round > round[p]} # {}
  /\ round' = [round EXCEPT ![p] = @ + 1]
  /\ Send(Confirms(p))
  /\ UNCHANGED <<parliament, executed, value, sessions, requests, queries, confirms, clientVars>>

(* p confirms a ballot, if it has promised no higher one.                  *)
HandleConfirm(p, m) ==
  /\ Received(m)
  /\ m.type = "Confirm"
  /\ m.dest = p
  /\ ~IsHigher(nextBal[p], m.number)
  /\ Send(ConfirmedTo(p, m))
  /\ UNCHANGED <<parliament, replicaVars, clientVars>>

(* p counts a confirmation.                                                *)
HandleConfirmed(p, m) ==
  /\ Received(m)
  /\ m.type = "Confirmed"
  /\ m.dest = p
  /\ status[p] = "presiding"
  /\ m.number = lastTried[p]
  /\ ~\E r \in confirms[p] : r.from = m.from /\ r.number = m.number /\ r.round >= m.round
  /\ confirms' = [confirms EXCEPT ![p] = {r \in @ : r.from # m.from} \cup {[from |-> m.from, number |-> m.number, round |-> m.round]}]
  /\ NoSend
  /\ UNCHANGED <<parliament, executed, value, sessions, requests, queries, round, clientVars>>

(* p answers a query: its ballot was the highest after the query came, and *)
(* it has executed all that may have been answered before.                 *)
AnswerQuery(p, q) ==
  /\ q \in queries[p]
  /\ IsConfirmed(p, q)
  /\ q.point <= executed[p]
  /\ queries' = [queries EXCEPT ![p] = @ \ {q}]
  /\ Send(ResultTo(p, q))
  /\ UNCHANGED <<parliament, executed, value, sessions, requests, round, confirms, clientVars>>

(* A client has read.                                                      *)
ReturnQuery(c, m) ==
  /\ Received(m)
  /\ m.type = "Result"
  /\ m.dest = c
  /\ m.query \in querying[c]
  /\ querying' = [querying EXCEPT ![c] = @ \ {m.query}]
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, issued, asked, outstanding>>

(* A client waits for its query no longer.                                 *)
GiveUpQuery(c, n) ==
  /\ n \in querying[c]
  /\ querying' = [querying EXCEPT ![c] = @ \ {n}]
  /\ NoSend
  /\ UNCHANGED <<parliament, replicaVars, issued, asked, outstanding>>
-----------------------------------------------------------------------------
(* Snapshots and recovery.                                                 *)

(* p takes a snapshot of its state and truncates what it has executed.     *)
TakeSnapshot(p) ==
  /\ Truncate(p, executed[p], StateOf(p))
  /\ UNCHANGED <<replicaVars, clientVars>>

(* p fell behind and goes on from the state of another.                    *)
Restore(p, m) ==
  \* REDUNDANT Received(m) -> TRUE: InstallSnapshot says it again.
  \* REDUNDANT m.type = "Snapshot" -> TRUE: InstallSnapshot says it again.
  /\ Received(m)
  /\ m.type = "Snapshot"
  /\ InstallSnapshot(p, m)
  /\ executed' = [executed EXCEPT ![p] = m.cut]
  /\ value' = [value EXCEPT ![p] = m.state.value]
  /\ sessions' = [sessions EXCEPT ![p] = m.state.sessions]
  /\ requests' = [requests EXCEPT ![p] = @ \ Done(p, m.state.sessions)]
  /\ UNCHANGED <<queries, round, confirms, clientVars>>

(* p leaves the chamber and returns.  It begins again with its snapshot,   *)
(* and executes once more what its ledger has.                             *)
Lose(p) ==
  /\ Crash(p)
  /\ executed' = [executed EXCEPT ![p] = cut[p]]
  /\ value' = [value EXCEPT ![p] = Restored(snapshot[p]).value]
  /\ sessions' = [sessions EXCEPT ![p] = Restored(snapshot[p]).sessions]
  /\ requests' = [requests EXCEPT ![p] = {}]
  /\ queries' = [queries EXCEPT ![p] = {}]
  /\ round' = [round EXCEPT ![p] = 0]
  /\ confirms' = [confirms EXCEPT ![p] = {}]
  /\ UNCHANGED clientVars
-----------------------------------------------------------------------------
(* The batches that can be made of the commands in K, each once.           *)
Batches(K) == UNION {{b \in [1 .. n -> K] : Cardinality({b[j] : j \in 1 .. n}) = n} : n \in 1 .. Cardinality(K)}

(* What happens in these steps to variables of a module that stands on     *)
(* this one: here there are none.                                          *)
Beside == TRUE

(* The steps, with all choices that there are.  A model puts another in    *)
(* the place of one that it bounds, and names the others by what they are  *)
(* for, so that it lists none and misses none.                             *)
AnyRequest(p)     == (\E m \in msgs : HandleRequest(p, m)) /\ Beside
AnyAgain(p)       == (\E m \in msgs : AnswerAgain(p, m)) /\ Beside
AnyPropose(p)     == (\E i \in Instances : \E d \in Batches(requests[p]) : Propose(p, i, d)) /\ Beside
AnyRepropose(p)   == (\E i \in Instances : \E d \in Choices(p, i) : Repropose(p, i, d)) /\ Beside
AnyExecute(p)     == Execute(p) /\ Beside
AnyQuery(p)       == (\E m \in msgs : HandleQuery(p, m)) /\ Beside
AnyRound(p)       == Confirm(p) /\ Beside
AnyConfirm(p)     == (\E m \in msgs : HandleConfirm(p, m)) /\ Beside
AnyConfirmed(p)   == (\E m \in msgs : HandleConfirmed(p, m)) /\ Beside
AnyAnswerQuery(p) == (\E q \in queries[p] : AnswerQuery(p, q)) /\ Beside
AnyTake(p)        == TakeSnapshot(p) /\ Beside
AnyRestore(p)     == (\E m \in msgs : Restore(p, m)) /\ Beside
AnyLose(p)        == Lose(p) /\ Beside

AnyCall(c)        == (\E op \in Operations : Call(c, op)) /\ Beside
AnyAnswer(c)      == (\E m \in msgs : Return(c, m)) /\ Beside
AnyGiveUp(c)      == (\E n \in 1 .. issued[c] : GiveUp(c, n)) /\ Beside
AnyAsk(c)         == (\E op \in ReadOperations : Ask(c, op)) /\ Beside
AnyResult(c)      == (\E m \in msgs : ReturnQuery(c, m)) /\ Beside
AnyGiveUpQuery(c) == (\E n \in querying[c] : GiveUpQuery(c, n)) /\ Beside

(* The steps of MultiDecree that change nothing above it.                  *)
ParliamentNumber(p)      == AnyNumber(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentNextBallot(p)  == AnyNextBallot(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentLastVote(p)    == AnyLastVote(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentBeginBallot(p) == AnyBeginBallot(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentVoted(p)       == AnyVoted(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentSuccess(p)     == AnySuccess(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentRemind(p)      == AnyRemind(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside
ParliamentSnapshot(p)    == AnySendSnapshot(p) /\ UNCHANGED <<replicaVars, clientVars>> /\ Beside

(* All of these but the promise, in the place of which Lease puts its own. *)
ParliamentSteps(p) ==
  \/ ParliamentNumber(p)
  \/ ParliamentLastVote(p)
  \/ ParliamentBeginBallot(p)
  \/ ParliamentVoted(p)
  \/ ParliamentSuccess(p)
  \/ ParliamentRemind(p)
  \/ ParliamentSnapshot(p)

ProposeSteps(p)  == AnyPropose(p) \/ AnyRepropose(p)
CommandSteps(p)  == AnyRequest(p) \/ AnyExecute(p)
QuerySteps(p)    == AnyQuery(p) \/ AnyConfirm(p) \/ AnyConfirmed(p) \/ AnyAnswerQuery(p)
SnapshotSteps(p) == AnyTake(p) \/ AnyRestore(p)
ClientSteps(c)   == AnyCall(c) \/ AnyAnswer(c) \/ AnyGiveUp(c) \/ AnyAsk(c) \/ AnyResult(c) \/ AnyGiveUpQuery(c)

(* What Lease keeps as it is; the whole.                                   *)
KeptSteps(p) ==
  \/ ParliamentSteps(p)
  \/ ProposeSteps(p)
  \/ CommandSteps(p)
  \/ AnyAgain(p)
  \/ QuerySteps(p)
  \/ AnyRound(p)
  \/ SnapshotSteps(p)

ReplicaSteps(p) == KeptSteps(p) \/ ParliamentNextBallot(p) \/ AnyLose(p)

ReplicaNext ==
  \/ \E p \in Participant : ReplicaSteps(p)
  \/ \E c \in Client : ClientSteps(c)

ReplicaSpec == ReplicaInit /\ [][ReplicaNext]_allVars
-----------------------------------------------------------------------------
IsReplicaMessage(m) ==
  \/ m \in RequestMessage
  \/ m \in AnswerMessage
  \/ m \in QueryMessage
  \/ m \in ConfirmMessage
  \/ m \in ConfirmedMessage
  \/ m \in ResultMessage

ReplicaTypes == {"Request", "Answer", "Query", "Confirm", "Confirmed", "Result"}

(* What this module adds.  TypeOK of MultiDecree says the rest, of the     *)
(* messages that are its own.                                              *)
ReplicaTypeOK ==
  /\ executed \in [Participant -> {0} \cup Instances]
  /\ value \in [Participant -> Nat]
  /\ \A p \in Participant : sessions[p] \subseteq Session
  /\ \A p \in Participant : requests[p] \subseteq Command
  /\ \A p \in Participant : queries[p] \subseteq [client: Client, query: Nat, op: ReadOperations, number: Number, round: Nat, point: Nat]
  /\ round \in [Participant -> Nat]
  /\ \A p \in Participant : confirms[p] \subseteq [from: Participant, number: Number, round: Nat]
  /\ issued \in [Client -> Nat]
  /\ asked \in [Client -> Nat]
  /\ \A c \in Client : outstanding[c] \subseteq [client: {c}, seq: 1 .. issued[c], op: Operations]
  /\ \A c \in Client : querying[c] \subseteq 1 .. asked[c]
  /\ \A p \in Participant : snapshot[p] # NoState => snapshot[p] \in State
  /\ \A m \in msgs : m.type \in ReplicaTypes => IsReplicaMessage(m)
-----------------------------------------------------------------------------
(* What has happened, as the messages tell.                                *)

(* The commands that clients have called.                                  *)
Called == {[client |-> m.from, seq |-> m.seq, op |-> m.op] : m \in {n \in msgs : n.type = "Request"}}

(* Of the entries in S, at most one an instance: how far they are complete *)
(* from the first instance on, and the decree in instance i.               *)
CompleteTo(S)  == CompleteFrom(0, InstancesOf(S))
DecreeAt(S, i) == (CHOOSE e \in S : e.instance = i).decree

(* What the decrees of S up to instance i make of the state at first: what *)
(* everybody who executes them arrives at.                                 *)
RECURSIVE Fold(_, _)
Fold(S, i) == IF i = 0 THEN Restored(NoState) ELSE AfterBatch(Fold(S, i - 1), DecreeAt(S, i))

(* The commands of a batch that take effect in state s, in order, each     *)
(* with its answer.                                                        *)
RECURSIVE BatchEffects(_, _)
BatchEffects(s, batch) ==
  IF batch = << >>
  THEN << >>
  ELSE LET k == Head(batch)
           t == After1(s, k)
       IN  (IF t = s THEN << >> ELSE <<[client |-> k.client, seq |-> k.seq, op |-> k.op, answer |-> t.value]>>)
             \o BatchEffects(t, Tail(batch))

(* The commands that the decrees of S up to instance i have taken effect,  *)
(* in order.                                                               *)
RECURSIVE Effects(_, _)
Effects(S, i) == IF i = 0 THEN << >> ELSE Effects(S, i - 1) \o BatchEffects(Fold(S, i - 1), DecreeAt(S, i))
-----------------------------------------------------------------------------
(* The invariants, with ReplicaTypeOK above.  Each tells why it holds,     *)
(* what it does not say, and which variant in broken/ loses it.            *)

(* The state of p is what the passed decrees up to executed[p] make, and   *)
(* so is each snapshot up to its cut.  Because who executes takes the next *)
(* instance and no other, and what its ledger has there has passed.  It    *)
(* does not say that an answer was given.  Lost by ReplicaAcrossGap and    *)
(* ReplicaSessionsForgotten.                                               *)
ExecutionIsFold ==
  LET passed == Passed
  IN  /\ \A p \in Participant : StateOf(p) = Fold(passed, executed[p])
      /\ \A p \in Participant : Restored(snapshot[p]) = Fold(passed, cut[p])
      /\ \A m \in msgs : m.type = "Snapshot" => m.state = Fold(passed, m.cut)

(* p has executed what its snapshot covers, and nothing that its ledger    *)
(* has not.  It does not say that p ever executes what is written.  Lost   *)
(* by ReplicaAcrossGap.                                                    *)
ExecutedIsWritten ==
  \A p \in Participant : cut[p] <= executed[p] /\ executed[p] <= written[p]

(* What is wanted, put to the vote, passed or remembered was called by its *)
(* client, which calls one command a number, and numbers them without      *)
(* gaps.  It does not say that what was called is ever wanted.  Lost by    *)
(* ReplicaNoIdentity.                                                      *)
RequestsAreCalled ==
  LET called == Called
      IsCalled(d) == \A j \in DOMAIN d : d[j] \in called
  IN  /\ \A c \in Client : {k.seq : k \in {l \in called : l.client = c}} = 1 .. issued[c]
      /\ \A k, l \in called : k.client = l.client /\ k.seq = l.seq => k = l
      /\ \A p \in Participant : requests[p] \subseteq called
      /\ \A m \in msgs : m.type \in {"BeginBallot", "Success"} => IsCalled(m.decree)
      /\ \A p \in Participant : \A e \in ledger[p] \cup votes[p] : IsCalled(e.decree)
      /\ \A p \in Participant : \A s \in sessions[p] : \E k \in called : k.client = s.client /\ k.seq = s.seq

(* An answer is what the command was given when it took effect, and it did *)
(* take effect: whoever executes the same decrees gives the same answer.   *)
(* Because an answer is taken from a session.  It does not say that the    *)
(* client still waits for it.  Lost by ReplicaAnswerUnchosen.              *)
AnswersAreTrue ==
  LET passed  == Passed
      effects == Effects(passed, CompleteTo(passed))
  IN  \A m \in msgs :
        m.type = "Answer" =>
          \E j \in DOMAIN effects :
            effects[j].client = m.dest /\ effects[j].seq = m.seq /\ effects[j].answer = m.answer

(* No command takes effect twice, however often it was asked for and       *)
(* passed.  Because a session knows it.  Lost by ReplicaRetryApplied.      *)
OneExecutionEach ==
  \* REDUNDANT LET passed == Passed effects == Effects(passed, CompleteTo(passed)) IN \A j, k \... -> TRUE: After1 executes no number twice; ReplicaRetryApplied loses it by another.
  LET passed  == Passed
      effects == Effects(passed, CompleteTo(passed))
  IN  \A j, k \in DOMAIN effects :
        effects[j].client = effects[k].client /\ effects[j].seq = effects[k].seq => j = k

(* The commands of a client take effect in the order in which it called    *)
(* them, and none before the one that it called before.  Because a session *)
(* executes the next number only.  It does not say that decrees pass in    *)
(* that order, which they need not.  Lost by ReplicaAnyLater.              *)
FirstInFirstOut ==
  \* What After1 makes is in order whatever is passed; ReplicaAnyLater loses it by another After1.
  \* REDUNDANT LET passed == Passed effects == Effects(passed, CompleteTo(passed)) IN \A j \in ... -> TRUE: of this After1.
  \* REDUNDANT effects[k].client = effects[j].client /\ effects[k].seq = n -> TRUE: of this After1.
  \* REDUNDANT effects[k].client = effects[j].client -> TRUE: of this After1.
  \* REDUNDANT effects[k].seq = n -> TRUE: of this After1.
  \* REDUNDANT j - 1 -> j: the seq of j itself is above n.
  LET passed  == Passed
      effects == Effects(passed, CompleteTo(passed))
  IN  \A j \in DOMAIN effects :
        \A n \in 1 .. effects[j].seq - 1 :
          \E k \in 1 .. j - 1 : effects[k].client = effects[j].client /\ effects[k].seq = n

(* A query was asked, and what is on p's slip of paper about it is true:   *)
(* rounds that were begun, and confirmations that were sent.  And while a  *)
(* majority has promised no higher ballot than p's, p, if it presides, has *)
(* heard of all that anybody has executed: it is no further than what p    *)
(* then notes as the point up to which it must execute.  Because what      *)
(* passed in a lower ballot p has inherited, and what passes in its own it *)
(* writes first.  It does not say that p is not outbid: that is what a     *)
(* confirmation tells, afterwards.  Lost by ReplicaInheritedIgnored and    *)
(* ReplicaLedgerIgnored.                                                   *)
QueriesAreSafe ==
  \A p \in Participant :
    /\ \A q \in queries[p] :
         /\ q.query \in 1 .. asked[q.client]
         /\ q.round <= round[p] + 1
         /\ ~IsHigher(q.number, lastTried[p])
    /\ \A r \in confirms[p] : [type |-> "Confirmed", from |-> r.from, dest |-> p, number |-> r.number, round |-> r.round] \in msgs
    /\ status[p] = "presiding" /\ CanStillPass(lastTried[p]) =>
         \A q \in Participant : executed[q] <= ReadPoint(p)
=============================================================================
