package inproc

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/lockstep-paxos/lockstep/election"
	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ElectionOptions says what run to make.
type ElectionOptions struct {
	Participants int           // How many there are, at least 1.
	Rule         election.Rule // Who may claim.
	Seed         uint64        // Of all chances.
	Virtual      bool          // In virtual time, without goroutines: a seed fixes all of the run.
	Duration     time.Duration // How long the run takes.
	Interval     time.Duration // A leader is heard this often.
	Silence      int           // A follower's timer rings after so many intervals of silence.
	Loss         float64       // The chance that a heartbeat is lost.
	Duplicate    float64       // The chance that it arrives twice.
	Delay        time.Duration // It takes any time up to this.
	Crash        float64       // The chance that a participant crashes in an interval. It recovers within twelve.
	Pause        float64       // The chance that it is paused in an interval, for as long.

	// Patience is the policy of a participant's timer, one for each. FixedPatience
	// with Silence if nil.
	Patience func() Patience

	Protocol trace.Protocol
	Origin   string // What is said of the run in its trace.
}

// Validate refuses a run that nobody can make.
func (o ElectionOptions) Validate() error {
	return cmp.Or(
		limits.Count("participants", o.Participants, 1, limits.Participants),
		limits.Positive("interval", o.Interval, limits.Interval),
		limits.Positive("duration", o.Duration, limits.Time),
		limits.Fits("duration", o.Duration, "interval", o.Interval, limits.Intervals/max(o.Participants, 1)),
		limits.Count("silence", o.Silence, 1, maxSilence),
		validateMishaps(o.Crash, o.Pause),
		o.faults().Validate(),
	)
}

// maxSilence bounds for how many intervals a silence lasts until a timer rings.
const maxSilence = 10_000

// faults are those of the network.
func (o ElectionOptions) faults() Faults {
	return Faults{Loss: o.Loss, Duplicate: o.Duplicate, Delay: o.Delay}
}

// world is where the election is held. Whatever letters players send, they suffer
// the same, so that rules can be compared.
func (o ElectionOptions) world() world {
	return world{
		seed: o.Seed, virtual: o.Virtual, duration: o.Duration, interval: o.Interval, bursts: true,
		faults: o.faults(), luck: o.luck(),
	}
}

func (o ElectionOptions) patience() Patience {
	if o.Patience != nil {
		return o.Patience()
	}
	return FixedPatience{Interval: o.Interval, Intervals: o.Silence}
}

// ElectionReport is what happened in a run.
type ElectionReport struct {
	Rule     string            `json:"rule"`
	Seed     uint64            `json:"seed"`
	Measures timeline.Measures `json:"measures"`
	Timeline timeline.Timeline `json:"timeline"`
	Tally    Tally             `json:"tally"`
	Traffic  Traffic           `json:"traffic"`
}

// RunElection runs an election and returns who led when, and the log of each
// participant. It fails if ctx ends before the run does.
func RunElection(ctx context.Context, o ElectionOptions) (ElectionReport, *trace.Recording, error) {
	if err := o.Validate(); err != nil {
		return ElectionReport{}, nil, err
	}
	nodes := election.Model{Participants: o.Participants, Rule: o.Rule}.Nodes()
	header, err := trace.NewHeader(o.Protocol, nodes[0].Config, o.Origin)
	if err != nil {
		return ElectionReport{}, nil, err
	}
	recording := &trace.Recording{Protocol: o.Protocol, Header: header}
	watch := newObserver(participants(o.Participants), nil)
	var players []player[election.Message]
	var own []*electionNode
	for _, p := range nodes {
		n, err := newElectionNode(p, o, recording, watch)
		if err != nil {
			return ElectionReport{}, nil, err
		}
		players, own = append(players, n), append(own, n)
	}
	report, err := runPlayers(ctx, o, players, watch)
	report.Rule = o.Rule.String()
	for _, n := range own {
		report.Tally.Add(n.tally)
	}
	return report, recording, err
}

// ElectionProcess is a participant of an election by another rule than that of package
// election. It is told what happens, and when since the run began; it has no clock, and is
// called by one goroutine at a time.
type ElectionProcess[M any] interface {
	ID() int
	Start(now time.Duration)
	Receive(now time.Duration, m M) []Outgoing[M]
	Wake(now time.Duration) []Outgoing[M] // Its timer rings.
	Crash(now time.Duration)
	Recover(now time.Duration) []Outgoing[M]
	Due() (time.Duration, bool) // When its timer rings next, if it does.
	Leads() (string, bool)      // Whether it believes that it leads, and under which number.
}

// Outgoing is a message and the participant that it is for.
type Outgoing[M any] struct {
	Dest    int
	Message M
}

// RunOtherElection runs an election of these processes, with the faults that RunElection has
// for the same options, which are valid.
func RunOtherElection[M any](ctx context.Context, o ElectionOptions, processes []ElectionProcess[M]) (ElectionReport, error) {
	var players []player[M]
	for _, p := range processes {
		players = append(players, other[M]{p})
	}
	return runPlayers(ctx, o, players, newObserver(participants(o.Participants), nil))
}

// other has a process play.
type other[M any] struct{ p ElectionProcess[M] }

func (o other[M]) id() int               { return o.p.ID() }
func (o other[M]) leads() (string, bool) { return o.p.Leads() }
func (o other[M]) end() error            { return nil }

func (o other[M]) due() time.Duration {
	if at, isSet := o.p.Due(); isSet {
		return at
	}
	return never
}

func (o other[M]) begin(now time.Duration) ([]parcel[M], error) {
	o.p.Start(now)
	return nil, nil
}

func (o other[M]) receive(now time.Duration, l letter[M]) ([]parcel[M], error) {
	return parcels(o.p.Receive(now, l.message)), nil
}

func (o other[M]) wake(now time.Duration) ([]parcel[M], error) { return parcels(o.p.Wake(now)), nil }

func (o other[M]) recover(now time.Duration) ([]parcel[M], error) {
	return parcels(o.p.Recover(now)), nil
}

func (o other[M]) crash(now time.Duration) error {
	o.p.Crash(now)
	return nil
}

func parcels[M any](sent []Outgoing[M]) []parcel[M] {
	var all []parcel[M]
	for _, m := range sent {
		all = append(all, parcel[M]{m.Dest, letter[M]{message: m.Message}})
	}
	return all
}

// runPlayers runs the players in the world that o says.
func runPlayers[M any](ctx context.Context, o ElectionOptions, players []player[M], watch *observer) (ElectionReport, error) {
	traffic, _, err := play(ctx, o.world(), players, watch)
	if err = errors.Join(err, ctx.Err()); err != nil {
		return ElectionReport{}, err
	}
	seen := watch.finish(o.Duration)
	return ElectionReport{Seed: o.Seed, Timeline: seen, Measures: seen.Measure(), Traffic: traffic}, nil
}
