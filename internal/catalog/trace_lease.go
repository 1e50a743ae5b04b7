package catalog

import (
	"cmp"
	"encoding/json"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/twin"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// LeaseTrace is what tracing must know of replicas with leases. Its clients are those of
// ReplicaTrace.
var LeaseTrace = registerTrace(twin.Described(trace.Protocol{
	Spec: "Lease", Crash: "LoseGrants", Grows: logGrowth("written", "executed"), Inside: ReplicaTrace.Inside,
	Actors: slices.Concat(ReplicaTrace.Actors, []any{(*lease.Replica[machine.Counter])(nil)}),
	NoTLC:  noTLC(func(data json.RawMessage) string { return checked(data, leaseConstants).Machine }),
	Drift:  func(data json.RawMessage) int { return int(checked(data, leaseConstants).Drift) },
}, lease.Actions[machine.Counter](), lease.Variables[machine.Counter]{}, replica.ClientVariables{}), leaseConstants, func(c LeaseConstants) trace.Twin {
	if c.Machine == storeMachine {
		return leaseTwin[machine.Store]{c}
	}
	return leaseTwin[machine.Counter]{c}
})

// LeaseConstants are the constants of Lease in a run.
type LeaseConstants struct {
	ReplicaConstants
	Term  lease.Time `json:"term"`
	Drift lease.Time `json:"drift"`
}

func leaseConstants(data json.RawMessage) (LeaseConstants, error) {
	c, err := readConstants[LeaseConstants](data)
	if err == nil {
		err = c.ReplicaConstants.check()
	}
	if err == nil {
		err = cmp.Or(
			limits.Count("term", int(c.Term), 0, limits.Number),
			limits.Count("drift", int(c.Drift), 0, limits.Number),
			lease.Config{Term: c.Term, Drift: c.Drift}.Check(),
		)
	}
	return c, err
}

// leaseTwin is the Go twin of a run's participants, who have leases, and clients.
type leaseTwin[M traced[M]] struct{ LeaseConstants }

func (t leaseTwin[M]) replicas() replicaTwin[M] { return replicaTwin[M]{t.ReplicaConstants} }

func (t leaseTwin[M]) Nodes() []int { return t.replicas().Nodes() }

func (t leaseTwin[M]) Begin(id int) trace.Node {
	if t.replicas().isClient(id) {
		return t.replicas().Begin(id)
	}
	config := lease.Config{Config: t.replicas().config(), Term: t.Term, Drift: t.Drift}
	return leaseKind[M]().Begin(*lease.New[M](lease.ParticipantID(id), config))
}

// leaseKind is that of participants. Clients are those of Replica.
func leaseKind[M traced[M]]() *twin.Kind[lease.Replica[M], replica.Message] {
	actions := lease.ActionsOn(itself[lease.Replica[M]], nobody[lease.Replica[M], replica.Client])
	return twin.KindOf(actions, func(p *lease.Replica[M]) any { return p.Variables() })
}
