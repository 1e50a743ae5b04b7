------------------------ MODULE MCElectionSometimes -------------------------
(***************************************************************************)
(* Beside "it always holds" stands "it sometimes happens": each of these   *)
(* says that an action is never taken with an effect, or that something    *)
(* never comes about, and TLC must refute it.                              *)
(*                                                                         *)
(* Its configurations are sometimes/Election*.cfg.                         *)
(***************************************************************************)
EXTENDS MCElection

NeverRing            == [][~\E p \in Participant : Ring(p)]_vars
NeverClaim           == [][~\E p \in Participant : \E b \in BallotsOf(p) : Claim(p, b)]_vars
NeverHandleHeartbeat == [][~\E p \in Participant : AnyHeartbeat(p)]_vars
NeverCrash           == [][~\E p \in Participant : Crash(p)]_vars
NeverRecover         == [][~\E p \in Participant : Recover(p)]_vars

(* Two lead at one moment, under different ballots.                        *)
NeverTwoLeaders == \A p, q \in Participant : Leads(p) /\ Leads(q) => p = q

(* A leader hears a higher ballot and follows it.                          *)
NeverDeposed == [][\A p \in Participant : Leads(p) => role'[p] # "follower"]_vars

(* Who has led leads again.                                                *)
NeverLeadsAgain ==
  [][\A p \in Participant : Leads(p)' /\ ~Leads(p) => \A m \in msgs : m.from # p]_vars

(* All epochs are used up: there is no ballot left that p might claim.     *)
NeverExhausted == \A p \in Participant : MayClaim(p) => \E b \in BallotsOf(p) : IsHigher(b, ballot[p])
=============================================================================
