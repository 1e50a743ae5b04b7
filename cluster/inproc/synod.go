package inproc

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/synod"
	"github.com/lockstep-paxos/lockstep/trace"
)

// SynodOptions says what run to make.
type SynodOptions struct {
	Participants int           // How many there are, at least 1.
	Proposers    int           // How many of them propose, each a decree of its own.
	Seed         uint64        // Of all chances.
	Faults       Faults        // What goes wrong.
	Retry        time.Duration // A proposer waits this long, and up to twice as long, for its ballot before it tries another.
	Limit        time.Duration // The run ends when everybody knows the decree, or after this.
	Protocol     trace.Protocol
	Origin       string // What is said of the run in its trace.
}

// Validate refuses a run that nobody can make.
func (o SynodOptions) Validate() error {
	return cmp.Or(
		limits.Count("participants", o.Participants, 1, limits.Participants),
		limits.Count("proposers", o.Proposers, 1, min(o.Participants, limits.Participants)),
		limits.Positive("retry", o.Retry, limits.Interval),
		limits.Positive("limit", o.Limit, limits.Time),
		limits.Fits("limit", o.Limit, "retry", o.Retry, maxRetries),
		o.Faults.Validate(),
	)
}

// maxRetries bounds how often a proposer tries in a run, whose trace has all of it.
const maxRetries = 100_000

// Ballot is a ballot that was begun.
type Ballot struct {
	Number   synod.Number        `json:"number"`
	Proposer synod.ParticipantID `json:"proposer"`
	Decree   synod.Decree        `json:"decree"`
}

// SynodReport is what happened in a run.
type SynodReport struct {
	Seed    uint64         `json:"seed"`
	Ballots []Ballot       `json:"ballots"` // Those begun, in the order of their numbers.
	Ledgers []synod.Decree `json:"ledgers"` // Ledgers[i] is that of participant i+1, "" if nothing is in it.
	Decided synod.Decree   `json:"decided"` // The decree in the ledgers, "" if in none.
	Agree   bool           `json:"agree"`   // Whether no two ledgers differ.
	Known   int            `json:"known"`   // How many ledgers have the decree.
	Events  int            `json:"events"`
	Crashes int            `json:"crashes"`
	Traffic Traffic        `json:"traffic"`
	Seconds float64        `json:"seconds"`
}

// RunSynod runs a synod until everybody knows the decree, and returns what
// happened and the log of each participant. A run in which ledgers differ is a
// result; an error means that there is none, as when ctx ends before the run does.
func RunSynod(ctx context.Context, o SynodOptions) (SynodReport, *trace.Recording, error) {
	if err := o.Validate(); err != nil {
		return SynodReport{}, nil, err
	}
	model := synod.Model{Proposals: proposals(o)}
	constants := map[string]any{"participants": participants(o.Participants), "proposals": model.Proposals}
	header, err := trace.NewHeader(o.Protocol, constants, o.Origin)
	if err != nil {
		return SynodReport{}, nil, err
	}
	recording := &trace.Recording{Protocol: o.Protocol, Header: header}

	start, asked := time.Now(), ctx
	ctx, cancel := context.WithTimeout(ctx, o.Limit)
	defer cancel()
	net := newNetwork[synod.Message](ctx, o.Faults, participants(o.Participants))
	knows := make(chan struct{}, o.Participants)
	var nodes []*synodNode
	for _, p := range model.Nodes() {
		n, err := newSynodNode(p, o, net, recording, knows)
		if err != nil {
			return SynodReport{}, nil, err
		}
		nodes = append(nodes, n)
	}
	err = runAll(ctx, cancel, nodes, knows)
	net.carried.Wait()
	if err = errors.Join(err, asked.Err()); err != nil {
		return SynodReport{}, nil, err
	}
	return synodReport(o, nodes, net.traffic(), time.Since(start)), recording, nil
}

// runAll runs the nodes until all know the decree or ctx ends.
func runAll(ctx context.Context, cancel context.CancelFunc, nodes []*synodNode, knows <-chan struct{}) error {
	errs := make([]error, len(nodes))
	var done sync.WaitGroup
	for i, n := range nodes {
		done.Go(func() { errs[i] = n.run(ctx) })
	}
	for range nodes {
		select {
		case <-knows:
		case <-ctx.Done():
		}
	}
	cancel()
	done.Wait()
	return errors.Join(errs...)
}

func participants(n int) []int {
	var all []int
	for p := range n {
		all = append(all, p+1)
	}
	return all
}

// proposals gives each of the first o.Proposers participants a decree of its own.
func proposals(o SynodOptions) [][]synod.Decree {
	all := make([][]synod.Decree, o.Participants)
	for i := range all {
		all[i] = []synod.Decree{}
		if i < o.Proposers {
			all[i] = []synod.Decree{synod.Decree(fmt.Sprintf("decree of %d", i+1))}
		}
	}
	return all
}

func synodReport(o SynodOptions, nodes []*synodNode, traffic Traffic, took time.Duration) SynodReport {
	r := SynodReport{Seed: o.Seed, Agree: true, Traffic: traffic, Seconds: took.Seconds(), Ballots: []Ballot{}}
	for _, n := range nodes {
		r.Ballots = append(r.Ballots, n.ballots...)
		r.Ledgers = append(r.Ledgers, n.p.Ledger)
		r.Events += n.events
		r.Crashes += n.crashes
		if n.p.Ledger == synod.Blank {
			continue
		}
		r.Known++
		r.Agree = r.Agree && (r.Decided == synod.Blank || r.Decided == n.p.Ledger)
		r.Decided = n.p.Ledger
	}
	slices.SortFunc(r.Ballots, func(a, b Ballot) int {
		if a.Number.IsHigher(b.Number) {
			return 1
		}
		return -1
	})
	return r
}

// luck is a participant's own source of chances, so that goroutines share none.
func luck(seed uint64, p synod.ParticipantID) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(p)))
}
