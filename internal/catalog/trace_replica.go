package catalog

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

// ReplicaTrace is what tracing must know of the replicated counter. Its nodes are
// participants and clients, with variables of their own.
var ReplicaTrace = trace.Protocol{
	Spec:     "Replica",
	Actors:   []any{(*multidecree.Participant)(nil), (*replica.Replica[machine.Counter])(nil), (*replica.Client)(nil)},
	Actions:  replicaActions(),
	Crash:    "Lose",
	Messages: replicaMessages(),
	State: slices.Concat(MultiDecreeTrace.State, trace.Fields{
		"executed", "value", "sessions", "requests", "queries", "round", "confirms",
		"issued", "asked", "outstanding", "querying",
	}),
	Grows: trace.Growth{
		Vars: MultiDecreeTrace.Grows.Vars, By: MultiDecreeTrace.Grows.By, Floor: MultiDecreeTrace.Grows.Floor,
		Since: replicaSince, Least: replicaLeast,
	},
	Types: replicaTypes(),
	Check: func(data json.RawMessage) error {
		_, err := replicaConstants(data)
		return err
	},
	Twin: func(data json.RawMessage) trace.Twin {
		c, err := replicaConstants(data)
		if err != nil {
			panic("catalog: Twin of constants that Check refuses: " + err.Error())
		}
		return replicaTwin(c)
	},
}

func init() { Traces[ReplicaTrace.Spec] = ReplicaTrace }

// replicaActions are those of the parliament that are no part of others, and those
// above it.
func replicaActions() map[string]trace.Parameters {
	actions := maps.Clone(MultiDecreeTrace.Actions)
	for _, part := range []string{"BeginBallot", "Truncate", "InstallSnapshot", "Crash"} {
		delete(actions, part)
	}
	maps.Copy(actions, map[string]trace.Parameters{
		"HandleRequest":   {"m": "Request"},
		"AnswerAgain":     {"m": "Request"},
		"Propose":         {"i": "", "d": ""},
		"Repropose":       {"i": "", "d": ""},
		"Execute":         {},
		"HandleQuery":     {"m": "Query"},
		"Confirm":         {},
		"HandleConfirm":   {"m": "Confirm"},
		"HandleConfirmed": {"m": "Confirmed"},
		"AnswerQuery":     {"q": ""},
		"TakeSnapshot":    {},
		"Restore":         {"m": "Snapshot"},
		"Lose":            {},
		"Call":            {"op": ""},
		"Return":          {"m": "Answer"},
		"GiveUp":          {"n": ""},
		"Ask":             {"op": ""},
		"ReturnQuery":     {"m": "Result"},
		"GiveUpQuery":     {"n": ""},
	})
	return actions
}

func replicaMessages() map[string]trace.Fields {
	messages := maps.Clone(MultiDecreeTrace.Messages)
	maps.Copy(messages, map[string]trace.Fields{
		"Request":   {"from", "dest", "seq", "op"},
		"Answer":    {"from", "dest", "seq", "answer"},
		"Query":     {"from", "dest", "query", "op"},
		"Confirm":   {"from", "dest", "number", "round"},
		"Confirmed": {"from", "dest", "number", "round"},
		"Result":    {"from", "dest", "query", "answer"},
	})
	return messages
}

func replicaTypes() map[string]any {
	types := maps.Clone(MultiDecreeTrace.Types)
	delete(types, "s")
	maps.Copy(types, map[string]any{
		"Request":       replica.Request{},
		"Answer":        replica.Answer{Answer: "0"},
		"Query":         replica.Query{},
		"Confirm":       replica.Confirm{},
		"Confirmed":     replica.Confirmed{},
		"Result":        replica.Result{Answer: "0"},
		"AnswerQuery.q": replica.NotedQuery{},
		"op":            "",
		"n":             0,
	})
	return types
}

// ReplicaConstants are the constants of Replica in a run. Everybody may propose any
// decree but NoOp.
type ReplicaConstants struct {
	Participants replica.Participants `json:"participants"`
	Window       int                  `json:"window"`
	Depth        int                  `json:"depth"`
	Clients      []replica.ClientID   `json:"clients"`
}

// maxClients bounds how many a run may have.
const maxClients = 1000

func replicaConstants(data json.RawMessage) (ReplicaConstants, error) {
	c, err := readConstants[ReplicaConstants](data)
	if err == nil {
		err = checkParticipants(c.Participants)
	}
	switch {
	case err != nil:
		return c, err
	case c.Window < 1 || c.Depth < 1:
		return c, errors.New("want a window of at least one instance, and a depth of at least one command")
	case len(c.Clients) == 0 || len(c.Clients) > maxClients:
		return c, errors.New("want 1 to 1000 clients")
	}
	last := c.Participants[len(c.Participants)-1]
	for _, client := range c.Clients {
		if client <= last {
			return c, errors.New("want clients in ascending order, with greater numbers than the participants have")
		}
		last = client
	}
	return c, nil
}

// variablesOfReplica are the variables of a participant in a trace.
type variablesOfReplica = replica.Variables[machine.Counter]

// replicaSince is what of votes or ledger a participant has now and had not before.
func replicaSince(name string, before, after any) any {
	return multiDecreeSince(name, before.(variablesOfReplica).Variables, after.(variablesOfReplica).Variables)
}

// replicaLeast is the least instance of which a step takes notice in votes or ledger.
func replicaLeast(e *trace.Event, now map[string]json.RawMessage) (int, error) {
	parliament := *e
	switch e.Action {
	case "Propose", "Repropose":
		parliament.Action = "BeginBallot"
	case "Restore":
		parliament.Action = "InstallSnapshot"
	case "Call", "Return", "GiveUp", "Ask", "ReturnQuery", "GiveUpQuery":
		return 0, nil // A client has neither.
	case "Execute":
		if now["executed"] == nil { // It was not logged yet, so it is 0.
			return 1, nil
		}
		var executed int
		err := json.Unmarshal(now["executed"], &executed)
		return executed + 1, err
	}
	return multiDecreeLeast(&parliament, now)
}

// replicaTwin is the Go twin of a run's participants and clients.
type replicaTwin ReplicaConstants

func (t replicaTwin) Nodes() []int { return append(nodesOf(t.Participants), nodesOf(t.Clients)...) }

func (t replicaTwin) Begin(id int) trace.Node {
	if t.isClient(id) {
		return &node[replica.Client, replica.Message]{
			now:       *t.client(id),
			take:      takeClient,
			state:     func(c *replica.Client) any { return c.Variables() },
			variables: clientVariables,
		}
	}
	return &node[counterReplica, replica.Message]{
		now:       *t.participant(id),
		take:      takeReplica,
		state:     func(p *counterReplica) any { return p.Variables() },
		variables: replicaVariables,
	}
}

func (t replicaTwin) isClient(node int) bool {
	return !t.Participants.Contains(replica.ParticipantID(node))
}

func (t replicaTwin) config() replica.Config {
	return replica.Config{Participants: t.Participants, Window: t.Window, Depth: t.Depth}
}

func (t replicaTwin) participant(node int) *counterReplica {
	return replica.New[machine.Counter](replica.ParticipantID(node), t.config())
}

func (t replicaTwin) client(node int) *replica.Client {
	return replica.NewClient(replica.ClientID(node), t.config())
}

// counterReplica is a participant with the counter.
type counterReplica = replica.Replica[machine.Counter]

// replicaVariables are the variables of a participant.
var replicaVariables = append(partVariables(func(p *counterReplica) *multidecree.Participant { return &p.Participant }, multiDecreeVariables),
	plain("executed", func(p *counterReplica) int { return p.Executed }),
	plain("value", func(p *counterReplica) machine.Counter { return p.Value }),
	listed("sessions", func(p *counterReplica) replica.Sessions { return p.Sessions }),
	listed("requests", func(p *counterReplica) replica.Commands { return p.Requests }),
	listed("queries", func(p *counterReplica) replica.NotedQueries { return p.Queries }),
	plain("round", func(p *counterReplica) int { return p.Round }),
	listed("confirms", func(p *counterReplica) replica.Confirmations { return p.Confirms }),
)

// clientVariables are the variables of a client.
var clientVariables = []variable[replica.Client]{
	plain("issued", func(c *replica.Client) int { return c.Issued }),
	plain("asked", func(c *replica.Client) int { return c.Asked }),
	listed("outstanding", func(c *replica.Client) replica.Commands { return c.Outstanding }),
	listed("querying", func(c *replica.Client) replica.Numbers { return c.Querying }),
}

// takeClient has c take the step of the action with these parameters.
func takeClient(c *replica.Client, action string, params map[string]any) ([]replica.Message, bool) {
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
func takeReplica(p *counterReplica, action string, params map[string]any) ([]replica.Message, bool) {
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
