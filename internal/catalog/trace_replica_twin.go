package catalog

import (
	"bytes"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// How the twins of replicas, with any of the state machines, take the steps of traces.

// traced is a state machine of which there may be traces.
type traced[M any] interface {
	comparable
	replica.Machine[M]
}

// replicaTwin is the Go twin of a run's participants and clients.
type replicaTwin[M traced[M]] struct{ ReplicaConstants }

// counterTwin is that of the spec.
type counterTwin = replicaTwin[machine.Counter]

func (t replicaTwin[M]) Nodes() []int { return append(nodesOf(t.Participants), nodesOf(t.Clients)...) }

func (t replicaTwin[M]) Begin(id int) trace.Node {
	if t.isClient(id) {
		return &node[replica.Client, replica.Message]{
			now:       *t.client(id),
			take:      t.takeClient,
			state:     func(c *replica.Client) any { return c.Variables() },
			variables: clientVariables,
		}
	}
	return &node[replica.Replica[M], replica.Message]{
		now:       *t.participant(id),
		take:      takeReplica[M],
		state:     func(p *replica.Replica[M]) any { return p.Variables() },
		variables: replicaVariables[M](),
	}
}

func (t replicaTwin[M]) isClient(node int) bool {
	return !t.Participants.Contains(replica.ParticipantID(node))
}

func (t replicaTwin[M]) config() replica.Config {
	return replica.Config{Participants: t.Participants, Window: t.Window, Depth: t.Depth}
}

func (t replicaTwin[M]) participant(node int) *replica.Replica[M] {
	return replica.New[M](replica.ParticipantID(node), t.config())
}

func (t replicaTwin[M]) client(node int) *replica.Client {
	return replica.NewClient(replica.ClientID(node), t.config())
}

// changedValue is the state machine if it changed. Two may be equal, and Go sees it only
// in what they tell.
func changedValue[M traced[M]](before, now *replica.Replica[M]) (any, bool) {
	if now.Value == before.Value || bytes.Equal(now.Value.Snapshot(), before.Value.Snapshot()) {
		return nil, false
	}
	return now.Value, true
}

// replicaVariables are the variables of a participant.
func replicaVariables[M traced[M]]() []variable[replica.Replica[M]] {
	return append(partVariables(func(p *replica.Replica[M]) *multidecree.Participant { return &p.Participant }, multiDecreeVariables),
		plain("executed", func(p *replica.Replica[M]) int { return p.Executed }),
		variable[replica.Replica[M]]{"value", changedValue[M]},
		listed("sessions", func(p *replica.Replica[M]) replica.Sessions { return p.Sessions }),
		listed("requests", func(p *replica.Replica[M]) replica.Commands { return p.Requests }),
		listed("queries", func(p *replica.Replica[M]) replica.NotedQueries { return p.Queries }),
		plain("round", func(p *replica.Replica[M]) int { return p.Round }),
		listed("confirms", func(p *replica.Replica[M]) replica.Confirmations { return p.Confirms }),
	)
}

// clientVariables are the variables of a client.
var clientVariables = []variable[replica.Client]{
	plain("issued", func(c *replica.Client) int { return c.Issued }),
	plain("asked", func(c *replica.Client) int { return c.Asked }),
	listed("outstanding", func(c *replica.Client) replica.Commands { return c.Outstanding }),
	listed("querying", func(c *replica.Client) replica.Numbers { return c.Querying }),
}

// mayTell is true iff clients may tell the machine op in a step of the action. The package
// leaves it to machines which operations they know; the spec has two for its counter.
//
// Spec: Replica!Operations, Replica!ReadOperations.
func (t replicaTwin[M]) mayTell(action string, op any) bool {
	switch {
	case t.Machine != "":
		return true
	case action == "Call":
		return op == machine.Increment || op == machine.Read
	}
	return action != "Ask" || op == machine.Read
}

// takeClient has c take the step of the action with these parameters.
func (t replicaTwin[M]) takeClient(c *replica.Client, action string, params map[string]any) ([]replica.Message, bool) {
	if !t.mayTell(action, params["op"]) {
		return nil, false
	}
	switch action {
	case "Call":
		return with(params["op"], c.Call)
	case "Return":
		return with(params["m"], c.Return)
	case "GiveUp":
		return with(params["n"], c.GiveUp)
	case "Ask":
		return with(params["op"], c.Ask)
	case "ReturnQuery":
		return with(params["m"], c.ReturnQuery)
	case "GiveUpQuery":
		return with(params["n"], c.GiveUpQuery)
	}
	return nil, false
}

// takeReplica has p take the step of the action with these parameters.
func takeReplica[M replica.Machine[M]](p *replica.Replica[M], action string, params map[string]any) ([]replica.Message, bool) {
	switch action {
	case "HandleRequest":
		return with(params["m"], p.HandleRequest)
	case "AnswerAgain":
		return with(params["m"], p.AnswerAgain)
	case "Propose":
		return withBoth(params["i"], params["d"], p.Propose)
	case "Repropose":
		return withBoth(params["i"], params["d"], p.Repropose)
	case "Execute":
		return p.Execute()
	case "HandleQuery":
		return with(params["m"], p.HandleQuery)
	case "Confirm":
		return p.Confirm()
	case "HandleConfirm":
		return with(params["m"], p.HandleConfirm)
	case "HandleConfirmed":
		return with(params["m"], p.HandleConfirmed)
	case "AnswerQuery":
		return with(params["q"], p.AnswerQuery)
	case "TakeSnapshot":
		return p.TakeSnapshot()
	case "Restore":
		return with(params["m"], p.Restore)
	case "Lose":
		return p.Lose()
	case "BeginBallot", "Truncate", "InstallSnapshot", "Crash":
		return nil, false
	}
	return takeMultiDecree(&p.Participant, action, params)
}
