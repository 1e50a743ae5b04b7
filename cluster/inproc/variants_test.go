package inproc

import (
	"context"
	"time"

	"github.com/lockstep-paxos/lockstep/replica"
)

// The broken variants of spec/broken, in Go, and the runs in which they come to light.

// variant is a broken variant: the name of its spec, and the fault.
type variant struct {
	name   string
	faulty func() fault
	later  func(p *counterReplica, action string, params map[string]any) bool // Whether a step is put off, which is no fault; none is if nil.
}

// variants are all, in the order of docs/replica.md.
var variants = []variant{
	{"ReplicaNoIdentity", noIdentity, nil},
	{"ReplicaAnswerUnchosen", answerUnchosen, nil},
	{"ReplicaAcrossGap", acrossGap, nil},
	{"ReplicaNotConfirmed", notConfirmed, nil},
	{"ReplicaInheritedIgnored", inheritedIgnored, nil},
	{"ReplicaLedgerIgnored", ledgerIgnored, nil},
	{"ReplicaRetryApplied", retryApplied, nil},
	{"ReplicaSessionsForgotten", sessionsForgotten, nil},
	{"ReplicaGapFilled", gapFilled, isOliveDay},
	{"ReplicaAnswerChosen", answerChosen, nil},
	{"ReplicaAnyLater", anyLater, nil},
	{"ReplicaOpNotNoted", opNotNoted, nil},
	{"ReplicaCutNotHeard", cutNotHeard, nil},
	{"ReplicaToldUnwritten", toldUnwritten, nil},
	{"none", func() fault { return fault{} }, nil},
}

// isOliveDay is true of a step that fills a gap with the olive-day decree.
func isOliveDay(_ *counterReplica, action string, params map[string]any) bool {
	return action == "Repropose" && params["d"] == replica.NoOp
}

// The participants of stormy runs.
const stormyParticipants = 3

// unheard says what links lose: one participant after the other goes unheard. For a while the
// others lose nearly all that it sends, and it hears them well. As the votes that it asks for
// are few, it leaves gaps.
func unheard(at time.Duration, from, dest int) float64 {
	const cycle, spell, much, little = 100 * time.Millisecond, 60 * time.Millisecond, 0.95, 0.05
	if dest <= stormyParticipants && from == 1+int(at/cycle)%stormyParticipants && at%cycle < spell {
		return much
	}
	return little
}

// stormy are the options of a run in which one participant after the other goes unheard.
func stormy(seed uint64) ReplicaOptions {
	return ReplicaOptions{
		Participants: stormyParticipants, Clients: 8, Depth: 4, Identities: 2, Reads: 0.1, Queries: 0.3, Seed: seed, Virtual: true,
		Duration: 600 * time.Millisecond, Interval: 5 * time.Millisecond, Silence: 2, Deadline: 60,
		Faults: Faults{Duplicate: 0.1, Delay: 3 * time.Millisecond}, Crash: 0.005, Pause: 0.005,
		Window: 8, Batch: 4, Snapshots: 3, Shuffle: true,
	}
}

// run makes a run of the variant.
func (v variant) run(ctx context.Context, o ReplicaOptions) (ReplicaReport, error) {
	return runWith(ctx, o, v.fault, unheard)
}

// fault is the fault in a run, with what is put off.
func (v variant) fault() fault {
	f := v.faulty()
	faulty := f
	f.take = func(action string, params map[string]any, right take) take {
		wrong := faulty.instead(action, params, right)
		return func(p *counterReplica) ([]replica.Message, bool) {
			if v.later != nil && v.later(p, action, params) {
				return nil, false
			}
			return wrong(p)
		}
	}
	return f
}
