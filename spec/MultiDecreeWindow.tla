------------------------- MODULE MultiDecreeWindow --------------------------
(***************************************************************************)
(* MultiDecree for who follows a long run and does not want to keep whole  *)
(* logs.  Of votes[p] and ledger[p] it keeps a window: what is about       *)
(* instance lo[p] and later ones, and of the ledger the greatest entry,    *)
(* too, which HighestHeard asks for.  A step that looks below the window   *)
(* is not taken, and lo[p] never falls; so whoever says how far to raise   *)
(* it, and says too much, has steps refused and none invented.  The steps  *)
(* are those of MultiDecree, with two operators replaced, and WindowRemind *)
(* in the place of Remind.                                                 *)
(*                                                                         *)
(* Why the steps are those of MultiDecree.  Let the full votes and ledgers *)
(* be what they would be without windows.  Then                            *)
(*   - votes[p] is what the full votes of p have from lo[p] on;            *)
(*   - ledger[p] is a part of p's full ledger, and has what that has from  *)
(*     lo[p] on, and its greatest entry;                                   *)
(*   - all other variables are the same.                                   *)
(* A step of p looks at both in these ways only: at what is about an       *)
(* instance that its message names, or at all from an instance on, and     *)
(* IsInWindow says that these lie in the window; at whether an entry is    *)
(* written, which IsWrittenOrBelow takes care of; at the greatest entry;   *)
(* and with Above at what it does not keep.  So it is enabled with the     *)
(* full sets as well, does the same to all other variables, and adds the   *)
(* same votes and entries.                                                 *)
(* MCMultiDecreeWindow has TLC check this: with the full sets beside the   *)
(* windows each step is one of MultiDecree.  Lost by                       *)
(* MultiDecreeWindowUnguarded.                                             *)
(***************************************************************************)
EXTENDS MultiDecree

VARIABLE lo           \* Where the window of p begins.

(* True iff instance i is in the window of p.                              *)
InWindow(p, i) == lo[p] <= i

(* How far p's ledger is complete depends on all above written[p].         *)
IsOpenInWindow(p) == InWindow(p, written[p] + 1)

(* True iff what the one for whom m is looks at, if it receives m, lies in *)
(* its window.  All other messages are not about votes nor entries.        *)
IsInWindow(m) ==
  CASE m.type = "NextBallot"  -> InWindow(m.dest, m.first)
    [] m.type = "LastVote"    -> \A v \in m.votes : InWindow(m.dest, v.instance)
    [] m.type = "BeginBallot" -> InWindow(m.dest, m.instance)
    [] m.type = "Voted"       -> InWindow(m.dest, m.instance) /\ IsOpenInWindow(m.dest)
    [] m.type = "Success"     -> InWindow(m.dest, m.instance) /\ IsOpenInWindow(m.dest)
    [] m.type = "Snapshot"    -> IsOpenInWindow(m.dest)
    [] OTHER                  -> TRUE

(* What models put in the place of Received, and of IsWritten.  An entry   *)
(* that may lie below the window counts as written: a step asks only that  *)
(* one is not.                                                             *)
WindowReceived(m)      == m \in msgs /\ IsInWindow(m)
IsWrittenOrBelow(p, i) == ~InWindow(p, i) \/ i <= cut[p] \/ i \in InstancesOf(ledger[p])

(* This step names an instance itself.                                     *)
WindowRemind(p, q, i) == Remind(p, q, i) /\ InWindow(p, i)

(* What of votes, and of entries, there is from instance n on.             *)
From(S, n) == {x \in S : x.instance >= n}

(* What of a ledger there is then: the greatest entry, too.                *)
FromWithLast(S, n) == From(S, n) \cup {e \in S : e.instance = Maximum(InstancesOf(S))}

(* The window of p begins at instance n from now on.                       *)
Raise(p, n) ==
  /\ lo[p] <= n
  /\ lo' = [lo EXCEPT ![p] = n]
  /\ votes' = [votes EXCEPT ![p] = From(@, n)]
  /\ ledger' = [ledger EXCEPT ![p] = FromWithLast(@, n)]
  /\ UNCHANGED <<lastTried, nextBal, cut, snapshot, written, volatileVars, msgs>>

(* True iff what is kept is what the full votes and ledgers have there.    *)
AreWindowsOf(allVotes, allEntries) ==
  \A p \in Participant :
    /\ votes[p] = From(allVotes[p], lo[p])
    /\ From(ledger[p], lo[p]) = From(allEntries[p], lo[p])
    /\ ledger[p] \subseteq allEntries[p]
    /\ Maximum({0} \cup InstancesOf(ledger[p])) = Maximum({0} \cup InstancesOf(allEntries[p]))

(* What becomes of votes or a ledger in a step that adds these and leaves  *)
(* the cut there: truncation takes away what is at or below it.            *)
Grown(S, added, floor) == {x \in S : x.instance > floor /\ x.instance \notin InstancesOf(added)} \cup added
=============================================================================
