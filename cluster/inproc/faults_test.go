package inproc

import (
	"cmp"
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

// The broken variants that concern commands. Each is written like the one of spec/broken,
// by the name of the action that it changes.

type (
	state       = replica.State[counterMachine] // What a participant makes of its ledger.
	counterNode = replica.Node[counterMachine]
)

// otherwise is the fault that has one action taken otherwise.
func otherwise(action string, wrong func(params map[string]any, right take) take) fault {
	return fault{take: func(a string, params map[string]any, right take) take {
		if a == action {
			return wrong(params, right)
		}
		return right
	}}
}

// together is several faults, of different actions.
func together(faults ...fault) fault {
	return fault{take: func(action string, params map[string]any, right take) take {
		for _, f := range faults {
			right = f.take(action, params, right)
		}
		return right
	}}
}

// noIdentity: a command says not who wants it, so that whoever wants the same takes the
// answer for its own. The first client stands for all.
func noIdentity() fault { return noIdentityBut(4) }

func noIdentityBut(first replica.ClientID) fault {
	asked := map[replica.Command][]replica.ClientID{} // Who asked for a command without a client.
	nameless := func(m replica.Request) replica.Request {
		m.From = first
		return m
	}
	return together(otherwise("HandleRequest", func(params map[string]any, _ take) take {
		m := params["m"].(replica.Request)
		return func(p *counterReplica) ([]replica.Message, bool) {
			k := nameless(m).Command()
			if m.Dest == p.ID && p.Status == multidecree.Presiding && !slices.Contains(asked[k], m.From) {
				asked[k] = append(asked[k], m.From)
			}
			return p.HandleRequest(nameless(m))
		}
	}), otherwise("AnswerAgain", func(params map[string]any, _ take) take {
		m := params["m"].(replica.Request)
		return func(p *counterReplica) ([]replica.Message, bool) {
			sent, ok := p.AnswerAgain(nameless(m))
			return readdressed(sent, []replica.ClientID{m.From}), ok
		}
	}), otherwise("Execute", func(_ map[string]any, right take) take {
		return func(p *counterReplica) ([]replica.Message, bool) {
			requests := p.Requests
			_, ok := right(p)
			var all []replica.Message
			for _, k := range requests.Without(p.Requests.List()).List() {
				all = append(all, readdressed(p.ClientAnswers(replica.Commands{k}, p.Sessions), asked[k])...)
			}
			return all, ok
		}
	}))
}

// readdressed are answers, sent to these clients.
func readdressed(answers []replica.Message, clients []replica.ClientID) []replica.Message {
	var all []replica.Message
	for _, m := range answers {
		for _, c := range clients {
			a := m.(replica.Answer)
			a.Dest = c
			all = append(all, a)
		}
	}
	return all
}

// answerUnchosen: an answer when the command is noted.
func answerUnchosen() fault {
	return otherwise("HandleRequest", func(params map[string]any, right take) take {
		return func(p *counterReplica) ([]replica.Message, bool) {
			if _, ok := right(p); !ok {
				return nil, false
			}
			k := params["m"].(replica.Request).Command()
			return p.ClientAnswers(replica.Commands{k}, p.State().AfterBatch([]replica.Command{k}, p.Depth).Sessions), true
		}
	})
}

// acrossGap: the next decree in the ledger is executed, whether or not a gap is before it.
func acrossGap() fault {
	return otherwise("Execute", func(_ map[string]any, right take) take {
		return func(p *counterReplica) ([]replica.Message, bool) {
			for e := range p.Ledger.From(p.Executed + 1) {
				p.Executed = e.Instance - 1
				return right(p)
			}
			return nil, false
		}
	})
}

// retryApplied: what is executed is not held against what was executed before.
func retryApplied() fault {
	return executes(applied)
}

// anyLater: a session executes any later number, not the next one only.
func anyLater() fault {
	return executes(func(s state, k replica.Command, depth int) state {
		if k.Seq <= s.Sessions.LastOf(k.Client) {
			return s
		}
		return applied(s, k, depth)
	})
}

// executes is the fault that has a command make something else of a state.
func executes(after func(s state, k replica.Command, depth int) state) fault {
	return otherwise("Execute", func(map[string]any, take) take {
		return func(p *counterReplica) ([]replica.Message, bool) {
			e, ok := p.Ledger.Get(p.Executed + 1)
			if !ok {
				return nil, false
			}
			next := p.State()
			for _, k := range commandsOf(e.Decree) {
				next = after(next, k, p.Depth)
			}
			done := p.Done(next.Sessions)
			p.Executed++
			p.Value, p.Sessions, p.Requests = next.Value, next.Sessions, p.Requests.Without(done)
			return p.ClientAnswers(done, next.Sessions), true
		}
	})
}

// applied is what a command makes of a state, whatever its number.
func applied(s state, k replica.Command, depth int) state {
	value, answer := s.Value.Apply(string(k.Op))
	kept := slices.DeleteFunc(slices.Collect(s.Sessions.All()), func(t replica.Session) bool {
		return t.Client == k.Client && (t.Seq == k.Seq || t.Seq+depth <= k.Seq)
	})
	kept = append(kept, replica.Session{Answer: replica.Bytes(answer), Client: k.Client, Seq: k.Seq})
	slices.SortFunc(kept, func(a, b replica.Session) int {
		return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Seq, b.Seq))
	})
	sessions, err := replica.NewSessions(kept...)
	if err != nil {
		panic(err)
	}
	return state{Value: value, Sessions: sessions}
}

func commandsOf(d replica.Decree) []replica.Command {
	batch, err := replica.ReadBatch(d)
	if err != nil {
		panic(err)
	}
	return batch
}

// sessionsForgotten: a snapshot holds the counter and not the sessions.
func sessionsForgotten() fault {
	return otherwise("TakeSnapshot", func(map[string]any, take) take {
		return func(p *counterReplica) ([]replica.Message, bool) {
			sent, ok := p.TakeSnapshot()
			if ok {
				p.Snapshot = state{Value: p.Value}.Encoded()
			}
			return sent, ok
		}
	})
}

// answerChosen: a command is answered when it has passed, as if all gaps below were
// filled with olive-day decrees.
func answerChosen() fault {
	return otherwise("HandleVoted", func(params map[string]any, right take) take {
		i := params["m"].(multidecree.Voted).Instance
		return func(p *counterReplica) ([]replica.Message, bool) {
			sent, ok := right(p)
			if len(sent) == 0 {
				return sent, ok
			}
			return append(slices.Clip(sent), answersAt(p, i)...), true
		}
	})
}

// answersAt are the answers to the commands that have passed in instance i, if p can
// tell them: if below it there are only gaps that p would fill with olive-day decrees.
func answersAt(p *counterReplica, i int) []replica.Message {
	before := p.State()
	for j := p.Executed + 1; j < i; j++ {
		e, written := p.Ledger.Get(j)
		if !written && !isGap(p, j) {
			return nil
		}
		if written {
			before = before.AfterBatch(commandsOf(e.Decree), p.Depth)
		}
	}
	e, _ := p.Ledger.Get(i)
	batch := commandsOf(e.Decree)
	after := before.AfterBatch(batch, p.Depth)
	var done replica.Commands
	for _, k := range batch {
		if !before.Sessions.Has(k.Client, k.Seq) {
			done = append(done, k)
		}
	}
	return p.ClientAnswers(done, after.Sessions)
}

// isGap is true iff nobody voted in instance j, as far as p was told, and p has proposed
// nothing there but the olive-day decree.
func isGap(p *counterReplica, j int) bool {
	for _, e := range p.Proposed.At(j) {
		return e.Decree == replica.NoOp
	}
	return len(p.Known.At(j)) == 0
}

// gapFilled: besides, a president fills gaps with clients' decrees.
func gapFilled() fault {
	f := answerChosen()
	f.first = func(p *counterReplica) []attempt {
		var all []attempt
		for _, e := range p.Gaps() {
			if e.Decree != replica.NoOp || p.NextBal.IsHigher(p.LastTried) {
				continue
			}
			for _, k := range p.Pending() {
				if k.Seq != p.Sessions.LastOf(k.Client)+1 {
					continue
				}
				d := replica.NewBatch(k)
				all = append(all, attempt{"Propose", map[string]any{"i": e.Instance, "d": d}, func(p *counterReplica) ([]replica.Message, bool) {
					p.Proposed = p.Proposed.With(multidecree.Entry{Instance: e.Instance, Decree: d})
					return p.BeginBallots(e.Instance, d), true
				}})
			}
		}
		return all
	}
	return f
}

// opNotNoted: a command is noted without its operation.
func opNotNoted() fault {
	return otherwise("HandleRequest", func(params map[string]any, _ take) take {
		m := params["m"].(replica.Request)
		m.Op = ""
		return func(p *counterReplica) ([]replica.Message, bool) { return p.HandleRequest(m) }
	})
}
