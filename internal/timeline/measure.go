package timeline

import "time"

// Measures are the figures of one timeline, or of several taken together.
type Measures struct {
	Length      time.Duration `json:"length"`
	Reigns      int           `json:"reigns"`
	WithNone    time.Duration `json:"withNone"`    // How long nobody led. A paused leader leads nobody.
	WithOne     time.Duration `json:"withOne"`     // How long exactly one led.
	WithMore    time.Duration `json:"withMore"`    // How long two or more led at once.
	LongestGap  time.Duration `json:"longestGap"`  // The longest time without a leader.
	Overlaps    int           `json:"overlaps"`    // How many times it came to that.
	LongestMore time.Duration `json:"longestMore"` // The longest time with two or more.
	Deposed     int           `json:"deposed"`     // Reigns of which a live leader was deposed: see isDeposedAlive.
	Reused      int           `json:"reused"`      // Reigns with a name that a reign had before.
	Crashes     int           `json:"crashes"`
	Pauses      int           `json:"pauses"`
}

// Measure takes the measures of a timeline.
func (t Timeline) Measure() Measures {
	m := Measures{Length: t.Length, Reigns: len(t.Reigns)}
	for _, s := range t.Stretches() {
		m.addStretch(s.To-s.From, s.Leaders)
	}
	used := map[string]bool{}
	for _, r := range t.Reigns {
		if used[r.Name] {
			m.Reused++
		}
		used[r.Name] = true
		if t.isDeposedAlive(r) {
			m.Deposed++
		}
	}
	for _, b := range t.Bands {
		switch b.What {
		case Down:
			m.Crashes++
		case Paused:
			m.Pauses++
		}
	}
	return m
}

func (m *Measures) addStretch(length time.Duration, leaders int) {
	switch leaders {
	case 0:
		m.WithNone += length
		m.LongestGap = max(m.LongestGap, length)
	case 1:
		m.WithOne += length
	case Several:
		m.Overlaps++
		m.WithMore += length
		m.LongestMore = max(m.LongestMore, length)
	}
}

// isDeposedAlive is true iff the leader of r yielded without need: it was up, and
// it was not paused when the one began to lead that it yielded to. Of those who
// began to lead during r, it yielded to the first that found it paused, if any did.
func (t Timeline) isDeposedAlive(r Reign) bool {
	if r.End != Yielded {
		return false
	}
	for _, q := range t.Reigns {
		if q.Node != r.Node && r.From < q.From && q.From <= r.To && t.isIn(Paused, r.Node, q.From) {
			return false
		}
	}
	return true
}

// Add takes the measures of another run in.
func (m *Measures) Add(n Measures) {
	m.Length += n.Length
	m.Reigns += n.Reigns
	m.WithNone += n.WithNone
	m.WithOne += n.WithOne
	m.WithMore += n.WithMore
	m.LongestGap = max(m.LongestGap, n.LongestGap)
	m.LongestMore = max(m.LongestMore, n.LongestMore)
	m.Overlaps += n.Overlaps
	m.Deposed += n.Deposed
	m.Reused += n.Reused
	m.Crashes += n.Crashes
	m.Pauses += n.Pauses
}

// Share is the part of the run that a time is, from 0 to 1.
func (m Measures) Share(of time.Duration) float64 {
	if m.Length == 0 {
		return 0
	}
	return float64(of) / float64(m.Length)
}

// Brief is a time in milliseconds, or in microseconds if it is shorter than one.
func Brief(d time.Duration) string {
	if d < time.Millisecond {
		return d.Round(time.Microsecond).String()
	}
	return d.Round(time.Millisecond).String()
}
