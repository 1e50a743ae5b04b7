package lease_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/internal/twintest"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// sets are the fields that hold sets.
var sets = []string{"votes", "ledger", "answered", "known", "proposed", "voters",
	"sessions", "requests", "queries", "confirms", "outstanding", "querying", "grants"}

// concept is an expression of the spec in a node and perhaps in a message to it.
type concept = twintest.Concept[either, lease.Message]

// timed are participants with a client, and what the slowest clock shows.
type timed struct {
	lease.Config
	now lease.Time
}

// readings are what a clock may show now.
func (c *timed) readings() []lease.Time {
	var all []lease.Time
	for t := c.now; t <= c.now+c.Drift; t++ {
		all = append(all, t)
	}
	return all
}

// own is a concept of a participant.
func own(text string, is func(p *node) any) concept {
	return concept{Text: text, Is: func(n *either, _ lease.Message) (any, bool) {
		if n.IsClient() {
			return nil, false
		}
		return is(&n.Replica), true
	}}
}

// of is a concept of a participant and a message of one type.
func of[M lease.Message](text string, is func(p *node, m M) any) concept {
	return concept{Text: text, Is: func(n *either, m lease.Message) (any, bool) {
		of, ok := m.(M)
		if !ok || n.IsClient() {
			return nil, false
		}
		return is(&n.Replica, of), true
	}}
}

// concepts are those of spec/Lease.tla that the twin has.
func (c *timed) concepts() []concept {
	return []concept{
		own("[q \\in Participant |-> IsGrantedToOther(p, q, now)]", func(p *node) any {
			var granted []bool
			for _, q := range p.Participants {
				granted = append(granted, p.IsGrantedToOther(q, c.now))
			}
			return granted
		}),
		own("HoldsLease(p, now)", func(p *node) any { return p.HoldsLease(c.now) }),
		own("HoldsLease(p, now + Term - Margin - 3)", func(p *node) any { return p.HoldsLease(c.now + p.Term - p.Margin - 3) }),
		own("Margin", func(p *node) any { return p.Margin }),
		own("LeaseRequests(p, now)", func(p *node) any { return twintest.Messages(p.LeaseRequests(c.now)) }),
		of("GrantTo(p, m)", func(p *node, m lease.LeaseRequest) any { return twintest.Messages(p.GrantTo(m)) }),
		of("LeaseResultTo(p, m)", func(p *node, m lease.Query) any { return twintest.Messages(p.LeaseResultTo(m)) }),
		of("\\E g \\in grants[p] : g.from = m.from /\\ g.number = m.number /\\ g.time >= m.time", func(p *node, m lease.Grant) any { return p.HasGrant(m) }),
	}
}

// ofNode are the steps that a node may try of its own accord.
func (c *timed) ofNode(n either) []action.Step {
	if n.IsClient() {
		return []action.Step{action.By("Call", replica.Op(machine.Increment)), action.By("Ask", replica.Op(machine.Read))}
	}
	p := n.Replica
	const most = 4 // Tries, and instances.
	steps := []action.Step{
		action.By("ChooseBallotNumber", lease.Number{Try: min(p.LastTried.Try+1, most), Owner: p.ID}),
		action.By("Propose", min(p.Top()+1, most), replica.NewBatch(p.Requests.List()...)), action.By("Execute"),
	}
	for _, t := range c.readings() {
		steps = append(steps, action.By("RequestLease", t))
		if c.now%8 == 0 { // A crash sets the walk back.
			steps = append(steps, action.By("LoseGrants", t))
		}
	}
	return steps
}

// receipts are the steps in which a node receives m.
func (c *timed) receipts(m lease.Message) []action.Step {
	var steps []action.Step
	for _, t := range c.readings() {
		steps = append(steps, lease.Receipts(actions, m, t)...)
	}
	return steps
}

// evaluated is the twin with these terms beside the text of its spec, from this state on.
func (c *timed) evaluated(nodes []either, sent []lease.Message, steps int, seeds uint64) twintest.Evaluated[either, lease.Message] {
	e := twintest.Evaluated[either, lease.Message]{
		Module: "Lease", More: `AnyBatch == [p \in Participant |-> Seq(Command) \ {NoOp}]
			AnyTime == Nat`,
		Config: fmt.Sprintf(`CONSTANTS Participant = {1, 2, 3} Client = {9} Depth = 1 Proposals <- AnyBatch Tries = {1, 2, 3, 4} Instances = {1, 2, 3, 4} Window = 2
			States <- State Term = %d Drift = %d Moments <- AnyTime`, c.Term, c.Drift),
		Env: &twintest.Environment{
			Vars: func() map[string]any { return map[string]any{"now": c.now} },
			Tick: func(random *rand.Rand) {
				if random.IntN(4) == 0 {
					c.now++
				}
			},
			Bars: func(s action.Step) []map[string]any { // Clocks show what they may: whoever reads one sees to that.
				i := slices.IndexFunc(s.Params, func(x any) bool { return reflect.TypeOf(x) == reflect.TypeFor[lease.Time]() })
				if i < 0 {
					return nil
				}
				t := s.Params[i].(lease.Time)
				return []map[string]any{{"now": t + 1}, {"now": t - c.Drift - 1}}
			},
		},
		ID: func(n *either) int { return int(max(n.Replica.ID, n.Client.ID)) }, Sets: sets,
		Vars: func(n *either) any {
			if n.IsClient() {
				return n.Client.Variables()
			}
			return n.Replica.Variables()
		},
		Implied: []string{
			"RequestLease: Shows(t)", "GrantLease: Shows(t)", "LeaseRead: Shows(t)", "Promise: Shows(t)", "LoseGrants: Shows(t)", // The caller reads the clock.
			`LeaseRead: status[p] = "presiding"`, // Grants in a ballot are noted while its owner presides, and forgotten with it.
		},
		Concepts: c.concepts(), Own: lease.OwnActions[machine.Counter]().Names(),
		Whole: map[string]func([]*either, []lease.Message) any{},
		Steps: twintest.Walk[either, lease.Message]{
			Actions: actions, Choices: c.ofNode, Receipts: c.receipts, Sent: sent, Rarely: 3, Steps: steps, Seeds: seeds,
			Nodes: func() []either {
				c.now = 7
				return slices.Clone(nodes)
			},
			Actor: func(n *either) any {
				if n.IsClient() {
					return &n.Client
				}
				return &n.Replica
			},
			Dest: func(m lease.Message) int { return min(int(m.Receiver()), len(c.Participants)+1) },
		},
	}
	for _, inv := range lease.Invariants[machine.Counter]() {
		e.Whole[inv.Name] = func(nodes []*either, sent []lease.Message) any {
			s := global{Messages: sent, Now: c.now, Drift: c.Drift}
			for _, n := range nodes[:len(c.Participants)] {
				s.Participants = append(s.Participants, &n.Replica)
			}
			return inv.Holds(s)
		}
	}
	return e
}

// nodesOf are the participants of a state, and a client.
func nodesOf(s global) []either {
	var nodes []either
	for _, p := range s.Participants {
		nodes = append(nodes, either{Replica: *p})
	}
	return append(nodes, either{Client: *replica.NewClient(client, config.Config)})
}

// violating are the states in which some invariant is to be false.
func violating(t *testing.T) []twintest.System[either, lease.Message] {
	var all []twintest.System[either, lease.Message]
	for _, v := range violations {
		s := halfway(t)
		v.change(&s)
		if s.Now != halfway(t).Now {
			continue
		}
		state := twintest.System[either, lease.Message]{Sent: s.Messages}
		nodes := nodesOf(s)
		for i := range nodes {
			state.Nodes = append(state.Nodes, &nodes[i])
		}
		all = append(all, state)
	}
	return all
}

// almost are states in which one conjunct of an invariant, or of a guard, is false alone, and
// some at the edge of what an invariant allows.
func almost(t *testing.T) []twintest.System[either, lease.Message] {
	var all []twintest.System[either, lease.Message]
	add := func(change func(one *node, nodes []either), sent ...lease.Message) {
		nodes, messages := holding(t)
		change(&nodes[0].Replica, nodes)
		state := twintest.System[either, lease.Message]{Sent: append(messages, sent...), Try: true}
		for i := range nodes {
			state.Nodes = append(state.Nodes, &nodes[i])
		}
		all = append(all, state)
	}
	none := func(*node, []either) {}
	add(func(one *node, _ []either) { one.Grants = lease.Grants{{From: 3, Number: first, Time: 9}} })
	add(func(one *node, _ []either) { one.Grants = lease.Grants{{From: 2, Number: second, Time: 9}} })
	add(func(one *node, _ []either) { one.Status = multidecree.Idle })
	add(func(one *node, nodes []either) { // It holds the lease, others promised more and wrote more, and it does not preside.
		one.Status = multidecree.Idle
		for i := range 2 {
			other := &nodes[i+1].Replica
			other.NextBal, other.Cut, other.Written = second, 1, 1
		}
	})
	for time := lease.Time(5); time <= 9; time++ { // 8 is what a clock may show.
		add(none, lease.LeaseRequest{Envelope: to(1, 3), Number: first, Time: time})
	}
	add(none, lease.LeaseRequest{Envelope: to(1, 3), Number: first, Time: 6}, lease.Grant{Envelope: to(3, 1), Number: lease.Number{Try: 2, Owner: 1}, Time: 6})
	for until := lease.Time(7); until <= 40; until++ { // Of a grant that stands, and of one that has ended.
		add(func(_ *node, nodes []either) { nodes[1].Replica.Granted.Until = until })
	}
	return all
}

// holding is halfway, with a query, a grant and the success of a decree on their way.
func holding(t *testing.T) ([]either, []lease.Message) {
	s := halfway(t)
	nodes := nodesOf(s)
	one, two := &nodes[0].Replica, &nodes[1].Replica
	asked, _ := nodes[len(nodes)-1].Client.Ask(machine.Read)
	requests, _ := one.RequestLease(6)
	granted, _ := two.GrantLease(requests[1].(lease.LeaseRequest), 7)
	passed := multidecree.Success{Envelope: to(2, 1), Instance: 1, Decree: replica.NoOp}
	return nodes, append(slices.Concat(s.Messages, asked, requests, granted), passed)
}

// again is holding once participant 1 presides in another ballot, for which a lease was granted
// to somebody else.
func again(t *testing.T) ([]either, []lease.Message) {
	nodes, sent := holding(t)
	one := &nodes[0].Replica
	asked, _ := one.ChooseBallotNumber(lease.Number{Try: 2, Owner: 1})
	sent = append(sent, asked...)
	for i := range 2 {
		answer, _ := nodes[i].Replica.Promise(asked[i].(lease.NextBallot), 7)
		one.HandleLastVote(answer[0].(multidecree.LastVote))
		sent = append(sent, answer...)
	}
	return nodes, append(sent, lease.Grant{Envelope: to(3, 2), Number: one.LastTried, Time: 7})
}

// behind is holding once participant 1 has written what it has not executed.
func behind(t *testing.T) ([]either, []lease.Message) {
	nodes, sent := holding(t)
	nodes[0].Replica.HandleSuccess(sent[len(sent)-1].(multidecree.Success))
	return nodes, sent
}

// lost is holding once participant 1 has left the chamber, and 2 has asked for a lease.
func lost(t *testing.T) ([]either, []lease.Message) {
	nodes, sent := holding(t)
	nodes[0].Replica.LoseGrants(7)
	return nodes, append(sent, lease.LeaseRequest{Envelope: to(2, 2), Number: lease.Number{Try: 2, Owner: 2}, Time: 7})
}

// TestEvaluatedSpecAgreesWithTheTwin walks with leases, from where one is held, and without.
func TestEvaluatedSpecAgreesWithTheTwin(t *testing.T) {
	var models []twintest.Evaluated[either, lease.Message]
	for _, begin := range []func(*testing.T) ([]either, []lease.Message){holding, again, behind, lost} {
		nodes, sent := begin(t)
		models = append(models, (&timed{Config: config}).evaluated(nodes, sent, 100, 1))
	}
	models[0].Unreached = append(violating(t), almost(t)...)
	fresh := func(term lease.Time) (timed, []either) {
		c := timed{Config: config}
		c.Term = term
		var none global
		for _, p := range c.Participants {
			none.Participants = append(none.Participants, lease.New[machine.Counter](p, c.Config))
		}
		return c, nodesOf(none)
	}
	of := func(nodes []either, sent ...lease.Message) []twintest.System[either, lease.Message] {
		state := twintest.System[either, lease.Message]{Sent: sent}
		for i := range nodes {
			state.Nodes = append(state.Nodes, &nodes[i])
		}
		return []twintest.System[either, lease.Message]{state}
	}
	c, nodes := fresh(0)
	off := c.evaluated(slices.Clone(nodes), []lease.Message{lease.LeaseRequest{Envelope: to(1, 2), Number: first}}, 60, 1)
	nodes[0].Replica.Granted = lease.Granted{Holder: 2, Until: 100} // Which is no lease where there are none.
	off.Unreached = of(nodes)
	d, nodes := fresh(3)
	short := d.evaluated(nodes, nil, 1, 1)
	// A grant that ends where the margin begins.
	short.Unreached = of(nodes, lease.LeaseRequest{Envelope: to(1, 2), Number: first, Time: 6}, lease.Grant{Envelope: to(2, 1), Number: first, Time: 6})
	observed := twintest.Evaluate(t, append(models, off, short)...)
	t.Run("Weakened", func(t *testing.T) { observed.Weakened(t, "Lease") })
}
