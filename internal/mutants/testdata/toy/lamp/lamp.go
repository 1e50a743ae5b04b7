// Package lamp is a twin whose test leaves something out.
package lamp

// Lamp has been on, and is.
type Lamp struct{ Was, Is bool }

// Light turns it on.
//
// Spec: Lamp!Light.
func (l *Lamp) Light() ([]string, bool) {
	if l.Is { // /\ ~is
		return nil, false
	}
	l.Was = true // /\ was' = TRUE
	l.Is = true  // /\ is' = TRUE
	return nil, true
}
