----------------------------- MODULE TraceSynod ------------------------------
(***************************************************************************)
(* Accepts recorded traces of Synod.  Trace says how, and why that is      *)
(* sound; this module says what a line is to Synod.                        *)
(***************************************************************************)
EXTENDS Synod, Trace

ProposalsGiven ==
  [p \in Participants |->
     ElementsOf(Constants.proposals[CHOOSE i \in DOMAIN Constants.participants : Constants.participants[i] = p])]
TraceProposals == ProposalsGiven

(* TLC goes through all tries once, to see that they are positive.         *)
TraceTries == 1..1000000

TraceSets == {"prevVotes", "voters", "sent"}

TraceSend(ms) == msgs' = ms
TraceNoSend   == msgs' = {}

(* The variables of participants, by their names.                          *)
Variables ==
  [lastTried |-> lastTried, nextBal |-> nextBal, prevVote |-> prevVote, ledger |-> ledger,
   status |-> status, prevVotes |-> prevVotes, decree |-> decree, voters |-> voters]

(* The step of Synod that the event says was taken, with its parameters.   *)
Step(p, e) ==
  CASE e.action = "ChooseBallotNumber" -> Like(e.params, [number |-> NoNumber]) /\ ChooseBallotNumber(p, e.params.number)
    [] e.action = "HandleNextBallot"   -> \E m \in Receipt(e) : HandleNextBallot(p, m)
    [] e.action = "HandleLastVote"     -> \E m \in Receipt(e) : HandleLastVote(p, m)
    [] e.action = "BeginBallot"        -> Like(e.params, [d |-> Blank]) /\ BeginBallot(p, e.params.d)
    [] e.action = "HandleBeginBallot"  -> \E m \in Receipt(e) : HandleBeginBallot(p, m)
    [] e.action = "HandleVoted"        -> \E m \in Receipt(e) : HandleVoted(p, m)
    [] e.action = "HandleSuccess"      -> \E m \in Receipt(e) : HandleSuccess(p, m)
    [] e.action = "Crash"              -> Like(e.params, <<>>) /\ Crash(p)
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
  /\ lastTried' = [p \in Participant |-> LaneStart(p).state.lastTried]
  /\ nextBal' = [p \in Participant |-> LaneStart(p).state.nextBal]
  /\ prevVote' = [p \in Participant |-> LaneStart(p).state.prevVote]
  /\ ledger' = [p \in Participant |-> LaneStart(p).state.ledger]
  /\ status' = [p \in Participant |-> LaneStart(p).state.status]
  /\ prevVotes' = [p \in Participant |-> LaneStart(p).state.prevVotes]
  /\ decree' = [p \in Participant |-> LaneStart(p).state.decree]
  /\ voters' = [p \in Participant |-> LaneStart(p).state.voters]
  /\ msgs' = {}
  /\ EnterLane

TraceInit == Init /\ TraceStart

TraceNext ==
  \/ TakeEvent
  \/ TakeEnd
  \/ TakeLane
  \/ NextTrace /\ UNCHANGED vars
=============================================================================
