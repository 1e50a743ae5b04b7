----------------------------- MODULE MCReplica -------------------------------
(***************************************************************************)
(* Replica on an abstract log: what it takes the parliament many messages  *)
(* to do is done here in one step, by MultiDecree's variables.  Everything *)
(* of Replica itself runs as it stands.  What is known of MultiDecree that *)
(* makes these steps right, MCReplicaParliament checks; what is argued,    *)
(* docs/replica.md says.                                                   *)
(*                                                                         *)
(* Two checks that are independent of each other, on the same steps: that  *)
(* Replica refines Counter, by a mapping (MCMapping); and the monitor,     *)
(* which sees what clients see and nothing else.                           *)
(*                                                                         *)
(* Which steps a model has, and what clients call, is in its cfg.          *)
(*                                                                         *)
(* Its configurations are MCReplica*.cfg, with and without the monitor;    *)
(* MCReplicaPipelined.cfg is the smallest.                                 *)
(***************************************************************************)
EXTENDS Replica, MCCounterMonitor, TLC

CONSTANTS
  MCLeaders,          \* Who may preside.
  MCProgram,          \* MCProgram[c]: the operations that c calls, one after the other.
  MCAsks,             \* MCAsks[c]: how many queries c asks.
  MCRounds,           \* How often a president confirms.
  MCBatch,            \* How many commands a decree has at most.
  MCGap,              \* How many instances a president leaves undecided at most.
  MCMaps, MCMonitors  \* Which of the two checks is made.

VARIABLES
  reached,            \* How far, at most, anybody has executed.
  effects,            \* The commands that have taken effect by that, with their answers.
  since,              \* Of each open operation: the counter at its call.
  heard,              \* The answers that clients have had.
  possible            \* The linearizations of what clients saw.

MCOne     == 1 .. 1
MCTwo     == 1 .. 2
MCThree   == 1 .. 3
MCClients == {101, 102}

MCIncrements      == 101 :> <<"increment">> @@ 102 :> <<"increment">>
MCIncrementRead   == 101 :> <<"increment">> @@ 102 :> <<"read">>
MCTwiceAndRead    == 101 :> <<"increment", "increment">> @@ 102 :> <<"read">>
MCTwiceAndTwice   == 101 :> <<"increment", "increment">> @@ 102 :> <<"increment", "read">>
MCOneOfEach       == 101 :> <<"increment", "read">> @@ 102 :> << >>
MCOneIncrements   == 101 :> <<"increment">> @@ 102 :> << >>
MCOneTwice        == 101 :> <<"increment", "increment">> @@ 102 :> << >>
MCNobodyAsks      == 101 :> 0 @@ 102 :> 0
MCSecondAsks      == 101 :> 0 @@ 102 :> 1
MCSecondAsksTwice == 101 :> 0 @@ 102 :> 2

(* Any batch may be proposed, and any state be in a snapshot.              *)
MCProposals == [p \in Participant |-> {}]

MCReplicaInit ==
  /\ ReplicaInit
  /\ reached = 0
  /\ effects = {}
  /\ since = {}
  /\ heard = {}
  /\ possible = MonitorInit
-----------------------------------------------------------------------------
(* The abstract log.                                                       *)

(* An entry has passed when it is announced.  In MultiDecree it may have   *)
(* before: then nobody knows, and it is as if the announcement were on its *)
(* way.                                                                    *)
MCPassed == {[instance |-> m.instance, decree |-> m.decree] : m \in {n \in msgs : n.type = "Success"}}

MCLast == Maximum({0} \cup InstancesOf(MCPassed))

(* A number above all others, of p.                                        *)
MCNumber(p) == <<1 + Maximum({lastTried[q][1] : q \in Participant}), p>>

(* The majorities of which none can go.                                    *)
MCMajorities == {Q \in SUBSET Participant : IsMajority(Q) /\ \A p \in Q : ~IsMajority(Q \ {p})}

(* p presides, with the next number, which a majority has promised.        *)
(* Nothing can pass in a lower ballot any more, and p has been told of all *)
(* that did.                                                               *)
MCLead(p) ==
  /\ p \in MCLeaders
  /\ MCNumber(p)[1] \in Tries
  /\ lastTried' = [lastTried EXCEPT ![p] = MCNumber(p)]
  /\ \E Q \in MCMajorities : nextBal' = [q \in Participant |-> IF q \in Q THEN MCNumber(p) ELSE nextBal[q]]
  /\ status' = [status EXCEPT ![p] = "presiding"]
  /\ inherited' = [inherited EXCEPT ![p] = MCLast]
  /\ NoSend
  /\ UNCHANGED <<votes, ledger, cut, snapshot, written, answered, known, truncated, proposed, voters, replicaVars, clientVars>>

(* Decree d passes in instance i, in p's ballot.  As p counts the votes it *)
(* is the first to write it, and tells everybody.                          *)
MCPass(p, i, d) ==
  /\ status[p] = "presiding"
  /\ CanStillPass(lastTried[p])
  /\ i \in Instances /\ i <= written[p] + Window
  /\ ledger' = [ledger EXCEPT ![p] = @ \cup {[instance |-> i, decree |-> d]}]
  /\ written' = [written EXCEPT ![p] = WrittenWith(p, i)]
  /\ Send([type: {"Success"}, from: {p}, dest: Participant, instance: {i}, decree: {d}])
  /\ UNCHANGED <<lastTried, nextBal, votes, cut, snapshot, volatileVars, replicaVars, clientVars>>

(* What p was asked for passes, after all that has passed.                 *)
MCChoose(p, d) ==
  /\ AreRequested(p, d) /\ Len(d) <= MCBatch
  /\ \E i \in MCLast + 1 .. MCLast + 1 + MCGap : MCPass(p, i, d)

(* What passes in a gap: the olive-day decree.                             *)
MCFillings(p) == {NoOp}

(* p fills a gap that it has inherited.                                    *)
MCFill(p) ==
  \E i \in 1 .. inherited[p] :
    /\ i \notin InstancesOf(MCPassed)
    /\ \E d \in MCFillings(p) : MCPass(p, i, d)

(* Nobody sends a snapshot to whom it is of no use.  What is written stays *)
(* so, and it never will be.                                               *)
MCSendSnapshot(p) == (\E q \in Participant : written[q] < cut[p] /\ SendSnapshot(p, q)) /\ UNCHANGED <<replicaVars, clientVars>>

(* Who was outbid has nothing passed any more, and need note no command.   *)
MCRequest(p) == CanStillPass(lastTried[p]) /\ AnyRequest(p)

(* An answer that has been given need not be given again by another.       *)
MCAnswerAgain(p) ==
  \E m \in msgs :
    /\ AnswerAgain(p, m)
    /\ \A n \in msgs' \ msgs : \A o \in msgs : o.type = "Answer" => [o EXCEPT !.from = p] # n
-----------------------------------------------------------------------------
(* What the ghosts see.                                                    *)
MCCommand(k)  == [client |-> k.client, id |-> <<"command", k.seq>>, op |-> k.op]
MCQuery(c, n) == [client |-> c, id |-> <<"query", n>>, op |-> "read"]

MCValue == Cardinality({e \in effects : e.op = "increment"})

(* A command takes effect when somebody executes it for the first time.    *)
MCReachedNext == Maximum({reached} \cup {n \in {executed'[p] : p \in Participant} : n <= CompleteTo(MCPassed')})

MCEffectsTo(S, n) == LET sequence == Effects(S, n) IN {sequence[j] : j \in DOMAIN sequence}

(* A participant does something.                                           *)
MCSeeNothing ==
  /\ reached' = IF MCMaps THEN MCReachedNext ELSE 0
  /\ effects' = IF reached' = reached THEN effects ELSE MCEffectsTo(MCPassed', reached')
  /\ UNCHANGED <<since, heard, possible>>

MCSeeCall(o) ==
  /\ since' = IF MCMaps THEN since \cup {[operation |-> o, counter |-> MCValue]} ELSE {}
  /\ possible' = IF MCMonitors THEN AfterCall(possible, o) ELSE possible
  /\ UNCHANGED <<reached, effects, heard>>

MCSeeReturn(o, a) ==
  /\ since' = {s \in since : s.operation # o}
  /\ heard' = IF MCMaps THEN heard \cup {[client |-> o.client, id |-> o.id, op |-> o.op, answer |-> a]} ELSE {}
  /\ possible' = IF MCMonitors THEN AfterReturn(possible, o, a) ELSE possible
  /\ UNCHANGED <<reached, effects>>

MCSeeGiveUp(o) ==
  /\ since' = {s \in since : s.operation # o}
  /\ possible' = IF MCMonitors THEN AfterGiveUp(possible, o) ELSE possible
  /\ UNCHANGED <<reached, effects, heard>>
-----------------------------------------------------------------------------
(* The steps.  Clients call when there is somebody to ask, and return as   *)
(* soon as they can: whoever calls earlier or returns later has an interval*)
(* that contains this one, and so sees nothing that it would not allow.    *)
MCSomebodyPresides == \E p \in Participant : status[p] = "presiding" /\ CanStillPass(lastTried[p])

MCCanReturn ==
  \E m \in msgs :
    \/ m.type = "Answer" /\ m.seq \in {k.seq : k \in outstanding[m.dest]}
    \/ m.type = "Result" /\ m.query \in querying[m.dest]

MCCall(c) ==
  /\ MCSomebodyPresides
  /\ issued[c] < Len(MCProgram[c])
  /\ LET op == MCProgram[c][issued[c] + 1]
     IN  Call(c, op) /\ MCSeeCall(MCCommand([client |-> c, seq |-> issued[c] + 1, op |-> op]))

MCReturn(c) ==
  \E m \in msgs, k \in outstanding[c] : Return(c, m) /\ k.seq = m.seq /\ MCSeeReturn(MCCommand(k), m.answer)

MCGiveUp(c) == \E k \in outstanding[c] : GiveUp(c, k.seq) /\ MCSeeGiveUp(MCCommand(k))

MCAsk(c) == MCSomebodyPresides /\ asked[c] < MCAsks[c] /\ Ask(c, "read") /\ MCSeeCall(MCQuery(c, asked[c] + 1))

MCReturnQuery(c) == \E m \in msgs : ReturnQuery(c, m) /\ MCSeeReturn(MCQuery(c, m.query), m.answer)

MCGiveUpQuery(c) ==
  /\ asked[c] < MCAsks[c]
  /\ \E n \in querying[c] : GiveUpQuery(c, n) /\ MCSeeGiveUp(MCQuery(c, n))

(* What participants do: for commands that go through the log; for         *)
(* queries; as they crash; with snapshots.                                 *)
MCDoLog(p) ==
  \/ MCLead(p)
  \/ \E d \in Batches(requests[p]) : MCChoose(p, d)
  \/ MCFill(p)
  \/ ParliamentSuccess(p)
  \/ MCRequest(p)
  \/ MCAnswerAgain(p)
  \/ Execute(p)

MCDoQueries(p) ==
  \/ QuerySteps(p)
  \/ round[p] < MCRounds /\ AnyRound(p)

MCDoSnapshots(p) == SnapshotSteps(p) \/ MCSendSnapshot(p)

MCClientSteps(c) == MCCall(c) \/ MCGiveUp(c) \/ MCAsk(c) \/ MCGiveUpQuery(c)

(* A step of a model whose participants do what Does says.                 *)
(* When clients want nothing more nobody sees what else happens.           *)
MCStep(Does(_)) ==
  IF MCCanReturn
  THEN \E c \in Client : MCReturn(c) \/ MCReturnQuery(c)
  ELSE /\ \E c \in Client :
            issued[c] < Len(MCProgram[c]) \/ outstanding[c] # {} \/ asked[c] < MCAsks[c] \/ querying[c] # {}
       /\ \/ \E p \in Participant : Does(p) /\ MCSeeNothing
          \/ \E c \in Client : MCClientSteps(c)

MCLog       == MCStep(MCDoLog)
MCLosses    == MCStep(LAMBDA p : MCDoLog(p) \/ Lose(p))
MCSnapshots == MCStep(LAMBDA p : MCDoLog(p) \/ MCDoSnapshots(p))
MCQueries   == MCStep(LAMBDA p : MCDoLog(p) \/ MCDoQueries(p))
MCSnapshotsLost == MCStep(LAMBDA p : MCDoLog(p) \/ MCDoSnapshots(p) \/ Lose(p))
MCAll       == MCStep(LAMBDA p : MCDoLog(p) \/ MCDoQueries(p) \/ MCDoSnapshots(p) \/ Lose(p))

(* For variants that take many steps to refute: participant 2 is asked a   *)
(* query last, and only it goes on then.  It leaves out much that may      *)
(* happen, so only what is refuted in it is worth something.               *)
MCInTurn ==
  MCStep(LAMBDA p :
    IF \A c \in Client : asked[c] = 0
    THEN MCDoLog(p)
    ELSE AnyConfirm(p) \/ (p = 2 /\ (MCDoQueries(p) \/ ParliamentSuccess(p) \/ Execute(p))))

(* What MCLead and MCPass do in the place of, and what a model leaves out. *)
MCAbstracted ==
  {"ParliamentNumber", "ParliamentNextBallot", "ParliamentLastVote", "ParliamentBeginBallot",
   "ParliamentVoted", "ParliamentRemind", "ProposeSteps"}

MCAllWithout           == MCAbstracted
MCSnapshotsLostWithout == MCAbstracted \cup {"QuerySteps", "AnyRound"}
MCSnapshotsWithout     == MCSnapshotsLostWithout \cup {"AnyLose"}
MCQueriesWithout       == MCAbstracted \cup {"ParliamentSnapshot", "SnapshotSteps", "AnyLose"}
MCInTurnWithout        == MCQueriesWithout
MCLossesWithout        == MCSnapshotsLostWithout \cup {"ParliamentSnapshot", "SnapshotSteps"}
MCLogWithout           == MCLossesWithout \cup {"AnyLose"}
-----------------------------------------------------------------------------
(* The first check: Replica refines Counter.                               *)
MCMadeBy(k) ==
  LET made == {e.answer : e \in {f \in effects : f.op = "increment" /\ f.client = k.client /\ f.seq = k.seq}}
  IN  IF made = {} THEN 0 ELSE Maximum(made)

MCOpen(o, made) ==
  [client |-> o.client, id |-> o.id, op |-> o.op, made |-> made,
   since |-> (CHOOSE s \in since : s.operation = o).counter]

MCOpens ==
  UNION {{MCOpen(MCCommand(k), MCMadeBy(k)) : k \in outstanding[c]} \cup
         {MCOpen(MCQuery(c, n), 0) : n \in querying[c]} : c \in Client}

(* The increments that were called, have not taken effect and are not open.*)
MCUnknowns ==
  {[client |-> k.client, id |-> MCCommand(k).id] :
     k \in {l \in Called : l.op = "increment" /\ MCMadeBy(l) = 0 /\ l \notin outstanding[l.client]}}

MCIds ==
  LET most == Maximum({Len(MCProgram[c]) : c \in Client} \cup {MCAsks[c] : c \in Client})
  IN  {"command", "query"} \X (1 .. most)

C == INSTANCE Counter WITH
  Id      <- MCIds,
  value   <- MCValue,
  open    <- MCOpens,
  unknown <- MCUnknowns,
  heard   <- heard

StartsAsCounter == C!Init
RefinesCounter  == [][C!Next]_<<MCValue, MCOpens, MCUnknowns, heard>>

(* The ghost is what it is called, so that the mapping means what it says. *)
EffectsAreFold == MCMaps => effects = MCEffectsTo(MCPassed, reached)

(* The second check: what clients saw is that of one counter.              *)
IsLinearizable == possible # {}
=============================================================================
