package inproc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ReplicaOptions says what run to make of a cluster with clients.
type ReplicaOptions struct {
	Machine      linearizability.Model // What is replicated: a Counter, also if this is "", or a KeyValue store.
	Participants int                   // How many there are, at least 1.
	Clients      int                   // How many there are, at least 1. Every other one is pipelined.
	Depth        int                   // How many operations a pipelined client has under way; others wait for each.
	Identities   int                   // How many IDs a client has. It goes on under the next when it has given up a command.
	Reads        float64               // The share of operations that are reads through the log.
	Queries      float64               // The share of operations that are reads past the log.
	Seed         uint64                // Of all chances.
	Virtual      bool                  // In virtual time, without goroutines: a seed fixes all of the run.
	Duration     time.Duration         // How long the run takes at most.
	Operations   int                   // It ends when so many are done, if this is not 0.
	Events       int                   // It ends when so many steps were taken, if this is not 0.
	Interval     time.Duration         // A president is heard this often, and what is not answered is sent again.
	Silence      int                   // A follower's timer rings after so many intervals of silence.
	Deadline     int                   // A client gives up after so many intervals.
	Faults       Faults                // What goes wrong with messages; its Crash and Crashes mean nothing here.
	Crash        float64               // The chance that a participant crashes in an interval. It recovers within twelve.
	Pause        float64               // The chance that it is paused in an interval, for as long.
	Window       int                   // How far past the first undecided instance a president may begin.
	Batch        int                   // How many commands a decree has at most.
	Snapshots    int                   // A participant takes a snapshot when it has executed so many instances since.
	Term         time.Duration         // How long a lease lasts; 0: there are none, and queries are answered by quorum. Of milliseconds, as Drift.
	Drift        time.Duration         // What two clocks show is said to differ by no more than this.
	Skew         time.Duration         // How far they differ in fact, if that is more: then a read by lease may be old, and Check refuses the trace.
	Shuffle      bool                  // Gaps are filled in random order, and now and then commands are passed out of turn, or twice.

	Stream *trace.Stream // Where steps are logged; nowhere if nil.
}

// counterMachine is the state machine of the spec.
type counterMachine = machine.Counter

// ReplicaConstants are the constants of a run of a cluster, as they stand in its trace.
type ReplicaConstants struct {
	Machine linearizability.Model `json:"machine,omitempty"` // None for the counter of the spec.
	replica.Config
	Clients []replica.ClientID `json:"clients"`
}

// Validate refuses a run that nobody can make, or that would not end.
func (o ReplicaOptions) Validate() error {
	if !slices.Contains([]linearizability.Model{"", linearizability.Counter, linearizability.KeyValue}, o.Machine) {
		return fmt.Errorf("machine %s: want counter or kv", o.Machine)
	}
	return cmp.Or(o.validateNodes(), o.validateTimes(), o.validateShares(), o.validateLeases(), o.validateLength(), o.Faults.Validate())
}

func (o ReplicaOptions) validateNodes() error {
	err := cmp.Or(
		limits.Count("participants", o.Participants, 1, limits.Participants),
		limits.Count("clients", o.Clients, 1, limits.Clients),
		limits.Count("identities", o.Identities, 1, limits.Clients),
		limits.Count("depth", o.Depth, 1, limits.Depth),
		limits.Count("window", o.Window, 1, limits.Number),
		limits.Count("batch", o.Batch, 1, limits.Number),
		limits.Count("snapshots", o.Snapshots, 1, limits.Number),
	)
	if err == nil && o.Clients*o.Identities > limits.Clients {
		return fmt.Errorf("clients is %d, and identities %d for each: want no more than %d in all", o.Clients, o.Identities, limits.Clients)
	}
	return err
}

func (o ReplicaOptions) validateTimes() error {
	return cmp.Or(
		limits.Positive("interval", o.Interval, limits.Interval),
		limits.Positive("duration", o.Duration, limits.Time),
		limits.Count("silence", o.Silence, 1, maxSilence),
		limits.Count("deadline", o.Deadline, 1, limits.Intervals),
		limits.Count("operations", o.Operations, 0, limits.Steps),
		limits.Count("events", o.Events, 0, limits.Steps),
	)
}

// validateLength bounds a run that no number of events does.
func (o ReplicaOptions) validateLength() error {
	if o.Events > 0 {
		return nil
	}
	err := limits.Fits("duration", o.Duration, "interval", o.Interval, limits.Intervals)
	if err != nil {
		return fmt.Errorf("%w, or a number of events", err)
	}
	return nil
}

func (o ReplicaOptions) validateShares() error {
	if !(o.Reads >= 0 && o.Queries >= 0 && o.Reads+o.Queries <= 1) { // So that NaN is refused.
		return fmt.Errorf("reads are %v and queries %v: want shares whose sum is at most 1", o.Reads, o.Queries)
	}
	return validateMishaps(o.Crash, o.Pause)
}

// Spec is the module of which the run is a behaviour.
func (o ReplicaOptions) Spec() string {
	if o.Term > 0 {
		return "Lease"
	}
	return "Replica"
}

// Config is what everybody in the run is told.
func (o ReplicaOptions) Config() replica.Config {
	var all replica.Participants
	for _, p := range participants(o.Participants) {
		all = append(all, replica.ParticipantID(p))
	}
	return replica.Config{Participants: all, Window: o.Window, Depth: o.Depth}
}

// Constants are those of the run's trace: LeaseConstants if it has leases, or
// ReplicaConstants.
func (o ReplicaOptions) Constants() any {
	if o.Term > 0 {
		return LeaseConstants{o.constants(), o.leases().Term, o.leases().Drift}
	}
	return o.constants()
}

func (o ReplicaOptions) constants() ReplicaConstants {
	c := ReplicaConstants{Config: o.Config()}
	if o.Machine != linearizability.Counter {
		c.Machine = o.Machine
	}
	for id := range o.Clients * o.Identities {
		c.Clients = append(c.Clients, replica.ClientID(o.Participants+1+id))
	}
	return c
}

// world is where the cluster runs. Letters for any of a client's IDs go to its first.
func (o ReplicaOptions) world() world {
	return world{
		seed: o.Seed, virtual: o.Virtual, duration: o.Duration, interval: o.Interval, faults: o.Faults,
		luck: misfortune{o.Seed, participants(o.Participants), o.Duration, o.Interval, o.Crash, o.Pause},
		seat: func(dest int) int {
			if dest <= o.Participants {
				return dest
			}
			return dest - (dest-o.Participants-1)%o.Identities
		},
	}
}

// ReplicaReport is what happened in a run.
type ReplicaReport struct {
	Seed       uint64                  `json:"seed"`
	Events     int                     `json:"events"`
	Done       int                     `json:"done"`    // Operations whose clients know the result.
	Unknown    int                     `json:"unknown"` // Those of which they do not.
	Violations []string                `json:"violations"`
	Divided    []string                `json:"divided"` // Where participants made different values of the same decrees.
	Actions    map[string]int          `json:"actions"` // How often each was taken.
	Executed   []int                   `json:"executed"`
	Measures   timeline.Measures       `json:"measures"`
	Timeline   timeline.Timeline       `json:"timeline"`
	Traffic    Traffic                 `json:"traffic"`
	Latencies  []timeline.Sample       `json:"-"`
	History    linearizability.History `json:"-"`
}

// RunReplica runs a cluster with clients. What clients saw that cannot be is a result;
// an error means that there is none, as when ctx ends before the run does. It does not
// close the stream.
func RunReplica(ctx context.Context, o ReplicaOptions) (ReplicaReport, error) {
	if err := o.Validate(); err != nil {
		return ReplicaReport{}, err
	}
	if o.Machine == linearizability.KeyValue {
		return runReplica[machine.Store](ctx, o)
	}
	return runReplica[counterMachine](ctx, o)
}

func runReplica[M replica.Machine[M]](ctx context.Context, o ReplicaOptions) (ReplicaReport, error) {
	c, err := newCluster[M](o, o.custom())
	if err != nil {
		return ReplicaReport{}, err
	}
	return c.run(ctx)
}

// cluster is what a run is made of, before it begins.
type cluster[M replica.Machine[M]] struct {
	o       ReplicaOptions
	world   world
	nodes   []*replicaNode[M]
	clients []*clientNode
	over    *overseer
	watch   *observer
}

// newCluster is a cluster with a state machine, with which clients do what they do.
func newCluster[M replica.Machine[M]](o ReplicaOptions, does custom) (*cluster[M], error) {
	c := &cluster[M]{o: o, world: o.world(), over: &overseer{o: o}}
	c.watch = newObserver(participants(o.Participants), c.over.clock.Load)
	for _, p := range participants(o.Participants) {
		n, err := newReplicaNode[M](replica.ParticipantID(p), o, c.over)
		if err != nil {
			return nil, err
		}
		c.nodes = append(c.nodes, n)
	}
	for i := range o.Clients {
		n, err := newClientNode(i, o, does, c.over)
		if err != nil {
			return nil, err
		}
		c.clients = append(c.clients, n)
	}
	if o.Events > 0 {
		c.world.steps = c.over.steps.Load
	}
	return c, nil
}

// run makes the run.
func (c *cluster[M]) run(ctx context.Context) (ReplicaReport, error) {
	soon, stop := context.WithCancel(ctx)
	defer stop()
	c.over.stop = stop
	if !c.o.Virtual {
		c.over.clocks.start = time.Now()
	}
	var players []player[replica.Message]
	for _, n := range c.nodes {
		players = append(players, n)
	}
	for _, n := range c.clients {
		players = append(players, n)
	}
	traffic, length, err := play(soon, c.world, players, c.watch)
	if err = errors.Join(err, ctx.Err(), c.over.overran()); err != nil {
		return ReplicaReport{}, err
	}
	r := ReplicaReport{Seed: c.o.Seed, Traffic: traffic, Timeline: c.watch.finish(length), Violations: []string{}, Divided: []string{}, Actions: map[string]int{}}
	r.Measures = r.Timeline.Measure()
	for _, n := range c.nodes {
		r.count(n.log)
		r.Executed = append(r.Executed, n.r.Executed)
	}
	r.collect(c.clients, c.over)
	r.History.Model, r.History.Annotations = cmp.Or(c.o.Machine, linearizability.Counter), append(c.watch.notes, c.o.Faults.annotations(c.over.clock.Load())...)
	return r, nil
}

// annotations say of a history that ends at a moment what befell messages.
func (f Faults) annotations(end int64) []linearizability.Annotation {
	if f.Loss == 0 && f.Duplicate == 0 {
		return nil
	}
	text := fmt.Sprintf("%.3g%% of the messages are lost, %.3g%% arrive twice, all within %v", 100*f.Loss, 100*f.Duplicate, f.Delay)
	return []linearizability.Annotation{{Kind: linearizability.Fault, To: end, Text: text}}
}
