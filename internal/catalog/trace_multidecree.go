package catalog

import (
	"cmp"
	"encoding/json"
	"errors"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/trace"
)

// MultiDecreeTrace is what tracing must know of the parliament.
var MultiDecreeTrace = trace.Protocol{
	Spec:   "MultiDecree",
	Actors: []any{(*multidecree.Participant)(nil)},
	Actions: map[string]trace.Parameters{
		"ChooseBallotNumber": {"number": ""},
		"HandleNextBallot":   {"m": "NextBallot"},
		"HandleLastVote":     {"m": "LastVote"},
		"BeginBallot":        {"i": "", "d": ""},
		"HandleBeginBallot":  {"m": "BeginBallot"},
		"HandleVoted":        {"m": "Voted"},
		"HandleSuccess":      {"m": "Success"},
		"Remind":             {"q": "", "i": ""},
		"Truncate":           {"i": "", "s": ""},
		"SendSnapshot":       {"q": ""},
		"InstallSnapshot":    {"m": "Snapshot"},
		"Crash":              {},
	},
	Crash: "Crash",
	Messages: map[string]trace.Fields{
		"NextBallot":  {"from", "dest", "number", "first"},
		"LastVote":    {"from", "dest", "number", "votes", "cut"},
		"BeginBallot": {"from", "dest", "number", "instance", "decree"},
		"Voted":       {"from", "dest", "number", "instance"},
		"Success":     {"from", "dest", "instance", "decree"},
		"Snapshot":    {"from", "dest", "cut", "state"},
	},
	State: trace.Fields{
		"lastTried", "nextBal", "votes", "ledger", "cut", "snapshot", "written",
		"status", "answered", "known", "truncated", "inherited", "proposed", "voters",
	},
	Grows: trace.Growth{
		Vars: trace.Fields{"votes", "ledger"}, Last: trace.Fields{"ledger"}, By: "instance", Floor: "cut",
		Since: multiDecreeSince, Least: multiDecreeLeast,
	},
	Types: map[string]any{
		"NextBallot":  multidecree.NextBallot{},
		"LastVote":    multidecree.LastVote{},
		"BeginBallot": multidecree.BeginBallot{Decree: multidecree.NoOp},
		"Voted":       multidecree.Voted{},
		"Success":     multidecree.Success{Decree: multidecree.NoOp},
		"Snapshot":    multidecree.Snapshot{State: multidecree.NoState},
		"number":      multidecree.Number{},
		"q":           multidecree.ParticipantID(0),
		"i":           0,
		"d":           multidecree.NoOp,
		"s":           multidecree.NoState,
	},
	Check: func(data json.RawMessage) error {
		_, err := multiDecreeConstants(data)
		return err
	},
	Twin: func(data json.RawMessage) trace.Twin {
		c, err := multiDecreeConstants(data)
		if err != nil {
			panic("catalog: Twin of constants that Check refuses: " + err.Error())
		}
		return multiDecreeTwin(c)
	},
}

func init() { Traces[MultiDecreeTrace.Spec] = MultiDecreeTrace }

// MultiDecreeConstants are the constants of MultiDecree in a run. Everybody may
// propose any decree but NoOp.
type MultiDecreeConstants struct {
	Participants []multidecree.ParticipantID `json:"participants"`
	Window       int                         `json:"window"`
}

func multiDecreeConstants(data json.RawMessage) (MultiDecreeConstants, error) {
	c, err := readConstants[MultiDecreeConstants](data)
	if err != nil {
		return c, err
	}
	return c, cmp.Or(limits.Count("window", c.Window, 1, limits.Number), checkParticipants(c.Participants))
}

// multiDecreeSince is what of votes or ledger a participant has now and had not before.
func multiDecreeSince(name string, before, after any) any {
	was, is := before.(multidecree.Variables), after.(multidecree.Variables)
	if name == "votes" {
		return is.Votes.Since(was.Votes)
	}
	return is.Ledger.Since(was.Ledger)
}

// multiDecreeTwin is the Go twin of a run's participants.
type multiDecreeTwin MultiDecreeConstants

func (t multiDecreeTwin) Nodes() []int { return nodesOf(t.Participants) }

func (t multiDecreeTwin) Begin(id int) trace.Node {
	return &node[multidecree.Participant, multidecree.Message]{
		now:       *t.participant(id),
		take:      takeMultiDecree,
		state:     func(p *multidecree.Participant) any { return p.Variables() },
		variables: multiDecreeVariables,
	}
}

func (t multiDecreeTwin) participant(node int) *multidecree.Participant {
	return multidecree.New(multidecree.ParticipantID(node), multidecree.Config{
		Participants: t.Participants, Window: t.Window, Proposals: multidecree.Decrees{All: true},
	})
}

// multiDecreeVariables are the variables of a participant.
var multiDecreeVariables = []variable[multidecree.Participant]{
	plain("lastTried", func(p *multidecree.Participant) multidecree.Number { return p.LastTried }),
	plain("nextBal", func(p *multidecree.Participant) multidecree.Number { return p.NextBal }),
	grown("votes", func(p *multidecree.Participant) multidecree.Slots[multidecree.Vote] { return p.Votes }),
	grown("ledger", func(p *multidecree.Participant) multidecree.Slots[multidecree.Entry] { return p.Ledger }),
	plain("cut", func(p *multidecree.Participant) int { return p.Cut }),
	plain("snapshot", func(p *multidecree.Participant) multidecree.State { return p.Snapshot }),
	plain("written", func(p *multidecree.Participant) int { return p.Written }),
	plain("status", func(p *multidecree.Participant) multidecree.Status { return p.Status }),
	listed("answered", func(p *multidecree.Participant) multidecree.Participants { return p.Answered }),
	listed("known", func(p *multidecree.Participant) multidecree.Votes { return p.Known }),
	plain("truncated", func(p *multidecree.Participant) int { return p.Truncated }),
	plain("inherited", func(p *multidecree.Participant) int { return p.Inherited }),
	listed("proposed", func(p *multidecree.Participant) multidecree.Entries { return p.Proposed }),
	listed("voters", func(p *multidecree.Participant) multidecree.Counts { return p.Voters }),
}

// grown is a variable of which only what was added is logged.
func grown[N any, S interface{ Since(S) []E }, E any](name string, of func(*N) S) variable[N] {
	return variable[N]{name, func(before, now *N) (any, bool) {
		added := of(now).Since(of(before))
		return added, len(added) > 0
	}}
}

// takeMultiDecree has p take the step of the action with these parameters.
func takeMultiDecree(p *multidecree.Participant, action string, params map[string]any) ([]multidecree.Message, bool) {
	switch action {
	case "ChooseBallotNumber":
		return with(params["number"], p.ChooseBallotNumber)
	case "HandleNextBallot":
		return with(params["m"], p.HandleNextBallot)
	case "HandleLastVote":
		return with(params["m"], p.HandleLastVote)
	case "BeginBallot":
		return withBoth(params["i"], params["d"], p.BeginBallot)
	case "HandleBeginBallot":
		return with(params["m"], p.HandleBeginBallot)
	case "HandleVoted":
		return with(params["m"], p.HandleVoted)
	case "HandleSuccess":
		return with(params["m"], p.HandleSuccess)
	case "Remind":
		return withBoth(params["q"], params["i"], p.Remind)
	case "Truncate":
		return withBoth(params["i"], params["s"], p.Truncate)
	case "SendSnapshot":
		return with(params["q"], p.SendSnapshot)
	case "InstallSnapshot":
		return with(params["m"], p.InstallSnapshot)
	case "Crash":
		return p.Crash()
	}
	return nil, false
}

// multiDecreeLeast is the least instance of which a step takes notice in votes or
// ledger. Spec: MultiDecreeWindow, which refuses steps that look below the window.
func multiDecreeLeast(e *trace.Event, now map[string]json.RawMessage) (int, error) {
	const none = 1 << 30
	var m struct {
		First    int               `json:"first"`
		Instance int               `json:"instance"`
		Votes    multidecree.Votes `json:"votes"`
	}
	var i, written int
	read := func(data json.RawMessage, into any) error {
		if data == nil { // Written was not logged yet, so it is 0.
			return nil
		}
		return json.Unmarshal(data, into)
	}
	switch e.Action {
	case "HandleNextBallot":
		err := read(e.Params["m"], &m)
		return m.First, err
	case "HandleLastVote":
		err := read(e.Params["m"], &m)
		if err != nil || len(m.Votes) == 0 {
			return none, err
		}
		return m.Votes[0].Instance, nil
	case "HandleBeginBallot":
		err := read(e.Params["m"], &m)
		return m.Instance, err
	case "BeginBallot", "Remind":
		err := read(e.Params["i"], &i)
		return i, err
	case "HandleVoted", "HandleSuccess":
		err := errors.Join(read(e.Params["m"], &m), read(now["written"], &written))
		return min(m.Instance, written+1), err
	case "InstallSnapshot":
		err := read(now["written"], &written)
		return written + 1, err
	}
	return none, nil
}
