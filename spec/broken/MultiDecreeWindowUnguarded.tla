--------------------- MODULE MultiDecreeWindowUnguarded ----------------------
(***************************************************************************)
(* Steps look below the window, as if nothing had ever been there. Then    *)
(* who has voted tells no votes, and a trace that no run leaves would be   *)
(* accepted.                                                               *)
(***************************************************************************)
EXTENDS MCMultiDecreeWindow

BrokenInWindow(p, i) == TRUE
=============================================================================
