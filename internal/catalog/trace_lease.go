package catalog

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// LeaseTrace is what tracing must know of replicas with leases. Its clients are those of
// ReplicaTrace.
var LeaseTrace = trace.Protocol{
	Spec:     "Lease",
	Actors:   slices.Concat(ReplicaTrace.Actors, []any{(*lease.Replica[machine.Counter])(nil)}),
	Actions:  leaseActions(),
	Crash:    "LoseGrants",
	Messages: leaseMessages(),
	State:    slices.Concat(ReplicaTrace.State, trace.Fields{"granted", "grants"}),
	Grows: trace.Growth{
		Vars: ReplicaTrace.Grows.Vars, Last: ReplicaTrace.Grows.Last, By: ReplicaTrace.Grows.By, Floor: ReplicaTrace.Grows.Floor,
		Since: ReplicaTrace.Grows.Since, Least: leaseLeast,
	},
	Types:  leaseTypes(),
	Inside: ReplicaTrace.Inside,
	Check: func(data json.RawMessage) error {
		_, err := leaseConstants(data)
		return err
	},
	NoTLC: noTLC(func(data json.RawMessage) string {
		c, _ := leaseConstants(data)
		return c.Machine
	}),
	Drift: func(data json.RawMessage) int { return int(leaseTwinOf(data).Drift) },
	Twin: func(data json.RawMessage) trace.Twin {
		t := leaseTwinOf(data)
		if t.Machine == storeMachine {
			return leaseTwin[machine.Store](t)
		}
		return t
	},
}

func init() { Traces[LeaseTrace.Spec] = LeaseTrace }

// leaseActions are those of Replica, but for the two that are steps of others here.
func leaseActions() map[string]trace.Parameters {
	actions := maps.Clone(ReplicaTrace.Actions)
	maps.DeleteFunc(actions, func(action string, _ trace.Parameters) bool { return isReplaced(action) })
	maps.Copy(actions, map[string]trace.Parameters{
		"RequestLease": {"t": ""},
		"GrantLease":   {"m": "LeaseRequest", "t": ""},
		"HandleGrant":  {"m": "Grant"},
		"LeaseRead":    {"m": "Query", "t": ""},
		"Promise":      {"m": "NextBallot", "t": ""},
		"LoseGrants":   {"t": ""},
	})
	return actions
}

func leaseMessages() map[string]trace.Fields {
	messages := maps.Clone(ReplicaTrace.Messages)
	messages["LeaseRequest"] = trace.Fields{"from", "dest", "number", "time"}
	messages["Grant"] = trace.Fields{"from", "dest", "number", "time"}
	return messages
}

func leaseTypes() map[string]any {
	types := maps.Clone(ReplicaTrace.Types)
	types["LeaseRequest"], types["Grant"], types["t"] = lease.LeaseRequest{}, lease.Grant{}, lease.Time(0)
	return types
}

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

// leaseLeast is the least instance of which a step takes notice in votes or ledger.
func leaseLeast(e *trace.Event, now map[string]json.RawMessage) (int, error) {
	below := *e
	if e.Action == "Promise" {
		below.Action = "HandleNextBallot"
	}
	return replicaLeast(&below, now)
}

// leaseTwin is the Go twin of a run's participants, who have leases, and clients.
type leaseTwin[M traced[M]] struct{ LeaseConstants }

// leaseTwinOf is that of the counter, with constants that Check let pass.
func leaseTwinOf(data json.RawMessage) leaseTwin[machine.Counter] {
	c, err := leaseConstants(data)
	if err != nil {
		panic("catalog: Twin of constants that Check refuses: " + err.Error())
	}
	return leaseTwin[machine.Counter]{c}
}

func (t leaseTwin[M]) replicas() replicaTwin[M] { return replicaTwin[M]{t.ReplicaConstants} }

func (t leaseTwin[M]) Nodes() []int { return t.replicas().Nodes() }

func (t leaseTwin[M]) Begin(id int) trace.Node {
	if t.replicas().isClient(id) {
		return t.replicas().Begin(id)
	}
	config := lease.Config{Config: t.replicas().config(), Term: t.Term, Drift: t.Drift}
	return &node[lease.Replica[M], replica.Message]{
		now:       *lease.New[M](lease.ParticipantID(id), config),
		take:      takeLease[M],
		state:     func(p *lease.Replica[M]) any { return p.Variables() },
		variables: leaseVariables[M](),
	}
}

// leaseVariables are the variables of a participant.
func leaseVariables[M traced[M]]() []variable[lease.Replica[M]] {
	return append(partVariables(func(p *lease.Replica[M]) *replica.Replica[M] { return &p.Replica }, replicaVariables[M]()),
		plain("granted", func(p *lease.Replica[M]) lease.Granted { return p.Granted }),
		listed("grants", func(p *lease.Replica[M]) lease.Grants { return p.Grants }),
	)
}

// takeLease has p take the step of the action with these parameters.
func takeLease[M replica.Machine[M]](p *lease.Replica[M], action string, params map[string]any) ([]replica.Message, bool) {
	switch action {
	case "RequestLease":
		return with(params["t"], p.RequestLease)
	case "GrantLease":
		return withBoth(params["m"], params["t"], p.GrantLease)
	case "HandleGrant":
		return with(params["m"], p.HandleGrant)
	case "LeaseRead":
		return withBoth(params["m"], params["t"], p.LeaseRead)
	case "Promise":
		return withBoth(params["m"], params["t"], p.Promise)
	case "LoseGrants":
		return with(params["t"], p.LoseGrants)
	}
	if isReplaced(action) {
		return nil, false
	}
	return takeReplica(&p.Replica, action, params)
}
