---------------------------- MODULE MCSynodDuel ----------------------------
(***************************************************************************)
(* Two proposers outbid one another forever, each trying again only when   *)
(* its ballot is hopeless, nobody crashing and everything fair: what the   *)
(* assumption of Liveness rules out.                                       *)
(*                                                                         *)
(* Their numbers rise without end.  What matters is which is higher: when  *)
(* nobody has voted and the first try is behind everybody, Shift numbers   *)
(* everything down by one try, and the behaviour becomes a loop.           *)
(***************************************************************************)
EXTENDS MCSynod

(* True iff m will still be received: for each kind, what the guards of    *)
(* its action ask of the numbers.                                          *)
IsOfUse(m) ==
  CASE m.type = "NextBallot"  -> IsHigher(m.number, nextBal[m.dest])
    [] m.type = "LastVote"    -> m.number = lastTried[m.dest]
    [] m.type = "BeginBallot" -> ~IsHigher(nextBal[m.dest], m.number)

Proposers == {p \in Participant : Proposals[p] # {}}

CanShift ==
  /\ Cast = {}
  /\ \A p \in Participant : nextBal[p][1] > 1
  /\ \A p \in Proposers : lastTried[p][1] > 1

Down(number) == IF number = NoNumber THEN NoNumber ELSE <<number[1] - 1, number[2]>>

Shift ==
  /\ CanShift
  /\ lastTried' = [p \in Participant |-> Down(lastTried[p])]
  /\ nextBal' = [p \in Participant |-> Down(nextBal[p])]
  /\ msgs' = {[m EXCEPT !.number = Down(@)] : m \in {n \in msgs : IsOfUse(n)}}
  /\ UNCHANGED <<prevVote, ledger, volatileVars>>

NextTry(p) ==
  /\ ledger[p] = Blank
  /\ Hopeless(p)
  /\ ChooseBallotNumber(p, <<lastTried[p][1] + 1, p>>)

(* The steps of a duel are some of those that may be taken.  To show that  *)
(* a behaviour exists they are enough.  Each is a definition of its own,   *)
(* for TLC tells of steps by these.                                        *)
DuelNextTry(p) == ~CanShift /\ NextTry(p)
DuelNextBallot(p) == ~CanShift /\ AnyNextBallot(p)
DuelLastVote(p) == ~CanShift /\ AnyLastVote(p)
DuelBeginBallot(p) == ~CanShift /\ \E d \in Decree : BeginBallot(p, d)

MCNext ==
  \/ Shift
  \/ \E p \in Participant :
       \/ DuelNextTry(p)
       \/ DuelNextBallot(p)
       \/ DuelLastVote(p)
       \/ DuelBeginBallot(p)

MCSpecWithout == {"AnyBeginBallot", "LearnSteps", "AnyCrash"}

(* The fairness of LiveSpec, of all steps: a duel is fair to those, too,   *)
(* that it leaves out.  ~CanShift is not asked for: what a step may do     *)
(* before Shift it may do after.                                           *)
MCFairness ==
  \A p \in Participant :
    /\ WF_vars(NextTry(p))
    /\ WF_vars(AnyNextBallot(p))
    /\ WF_vars(AnyLastVote(p))
    /\ WF_vars(\E d \in Decree : BeginBallot(p, d))
    /\ WF_vars(AnyBeginBallot(p))
    /\ WF_vars(AnyVoted(p))
    /\ WF_vars(AnySuccess(p))

MCSpec == Init /\ [][MCNext]_vars /\ MCFairness /\ WF_vars(Shift)

(* TLC must refute this.  The premise makes sure that what it shows is a   *)
(* duel, and not somebody who has run out of numbers.                      *)
DuelsEnd == (\A p \in Proposers : []<><<NextTry(p)>>_vars) => EventuallyWritten
=============================================================================
