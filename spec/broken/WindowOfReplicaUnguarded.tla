---------------------- MODULE WindowOfReplicaUnguarded -----------------------
(***************************************************************************)
(* Steps look below the window, as if nothing had ever been there.  Then   *)
(* who has voted tells no votes, and what may have passed is forgotten.    *)
(***************************************************************************)
EXTENDS MCReplicaWindow

BrokenInWindow(p, i) == TRUE
=============================================================================
