--------------------------- MODULE ReplicaWindow ----------------------------
(***************************************************************************)
(* Replica for who follows a long run, with windows of votes and ledgers   *)
(* as in MultiDecreeWindow, which is to be read before.                    *)
(*                                                                         *)
(* What stands on the parliament looks at a ledger in two ways.  Execute   *)
(* takes the decree of the instance after executed[p], which must lie in   *)
(* the window.  ReadPoint, in HandleQuery, asks for the greatest entry,    *)
(* which a window always has.  Nothing here looks at votes.  So the steps, *)
(* with WindowExecute in the place of Execute, are those of Replica, as    *)
(* those of MultiDecreeWindow are those of MultiDecree.  MCReplicaWindow   *)
(* has TLC check this.  Lost by WindowOfReplicaUnguarded, and by           *)
(* WindowOfReplicaLastForgotten, which keeps no greatest entry.            *)
(***************************************************************************)
EXTENDS Replica, MultiDecreeWindow

WindowExecute(p) == Execute(p) /\ InWindow(p, executed[p] + 1)
=============================================================================
