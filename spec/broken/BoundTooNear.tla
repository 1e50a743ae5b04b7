---------------------------- MODULE BoundTooNear ----------------------------
(***************************************************************************)
(* Who is left alone has no number left: a fault of the model, not of the  *)
(* protocol, and one that would make Liveness false for a wrong reason.    *)
(* BoundIsFar sees it.                                                     *)
(***************************************************************************)
EXTENDS MCSynodLive
=============================================================================
