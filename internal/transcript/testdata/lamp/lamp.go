// Package lamp is the twin of Lamp.tla, in two actions not a true one.
package lamp

import "slices"

// Message is what lamps send.
type Message any

// Ring rings the bell of Dest.
type Ring struct {
	From int `json:"from"`
	Dest int `json:"dest"`
}

// Durable is what is engraved.
type Durable struct {
	Rings []int `json:"rings"`
}

// Volatile is the filament.
type Volatile struct {
	Lit bool `json:"lit"`
}

// Lamp is one lamp of two.
type Lamp struct {
	ID int
	Durable
	Volatile
}

// Light lights the lamp and rings both bells.
func (p *Lamp) Light(watts int) ([]Message, bool) {
	if p.Lit { // /\ ~lit[p]
		return nil, false
	}
	if watts > 60 { // /\ watts <= 60
		return nil, false
	}
	p.Lit = true                                         // /\ lit' = [lit EXCEPT ![p] = TRUE]
	return []Message{Ring{p.ID, 1}, Ring{p.ID, 2}}, true // /\ Send([type: {"Ring"}, from: {p}, dest: Lamps])
}

// HandleRing notes who rang.
func (p *Lamp) HandleRing(m Ring) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if !slices.Contains(p.Rings, m.From) {
		p.Rings = append(p.Rings, m.From) // /\ rings' = [rings EXCEPT ![p] = @ \cup {m.from}]
	}
	return nil, true // /\ NoSend
}

// Jam changes something although it is disabled.
func (p *Lamp) Jam() ([]Message, bool) {
	p.Rings = append(p.Rings, p.ID)
	if !p.Lit { // /\ lit[p]
		return nil, false
	}
	return nil, true // /\ NoSend
}

// Stick is disabled for no reason.
func (p *Lamp) Stick() ([]Message, bool) {
	return nil, false
}

// Crash puts the light out.
func (p *Lamp) Crash() ([]Message, bool) {
	p.Lit = false    // /\ lit' = [lit EXCEPT ![p] = FALSE]
	return nil, true // /\ NoSend
}
