------------------------ MODULE SecondBeginBallot ---------------------------
(***************************************************************************)
(* p begins the ballot of one number twice: it goes on collecting answers  *)
(* after it has begun, and when one more reports a vote it begins again,   *)
(* with the decree of that vote. Two votes in one ballot may then be for   *)
(* two decrees, and p counts them together.                                *)
(*                                                                         *)
(* A published specification of this protocol has this mistake. Coherence  *)
(* sees it too, but late: it takes a third ballot, which is told of one of *)
(* the two decrees when p has written the other. OneDecreePerBallot sees   *)
(* it at once.                                                             *)
(***************************************************************************)
EXTENDS MCSynod

BrokenBeginBallot(p, d) ==
  /\ status[p] = "trying"
  /\ IsMajority(Answered(p))
  /\ d \in Choices(p)
  /\ decree' = [decree EXCEPT ![p] = d]
  /\ Send(BeginBallots(p, d))
  /\ UNCHANGED <<durableVars, status, prevVotes, voters>>

BrokenHandleVoted(p, m) ==
  /\ Received(m)
  /\ m.type = "Voted"
  /\ m.dest = p
  /\ decree[p] # Blank
  /\ m.number = lastTried[p]
  /\ m.from \notin voters[p]
  /\ ledger[p] = Blank
  /\ voters' = [voters EXCEPT ![p] = @ \cup {m.from}]
  /\ ledger' = [ledger EXCEPT ![p] = IF Passes(p, m) THEN decree[p] ELSE Blank]
  /\ IF Passes(p, m) THEN Send(Successes(p)) ELSE NoSend
  /\ UNCHANGED <<lastTried, nextBal, prevVote, status, prevVotes, decree>>
=============================================================================
