package inproc

import "github.com/lockstep-paxos/lockstep/replica"

// The broken variants that concern queries.

// notConfirmed: a query is answered without a confirmation.
func notConfirmed() fault {
	f := otherwise("AnswerQuery", func(params map[string]any, _ take) take {
		q := params["q"].(replica.NotedQuery)
		return func(p *counterReplica) ([]replica.Message, bool) {
			if !p.Queries.Contains(q) || q.Point > p.Executed {
				return nil, false
			}
			p.Queries = p.Queries.Without(q)
			return p.ResultTo(q), true
		}
	})
	f.first = answerAny
	return f
}

// answerAny tries to answer queries before all else, any of them.
func answerAny(p *counterReplica) []attempt {
	var all []attempt
	for _, q := range p.Queries {
		all = append(all, attempt{"AnswerQuery", map[string]any{"q": q}, func(p *counterReplica) ([]replica.Message, bool) { return p.AnswerQuery(q) }})
	}
	return all
}

// inheritedIgnored: a query waits for what is written without a gap, and for nothing
// else.
func inheritedIgnored() fault {
	return readsAt(func(p *counterReplica) int { return p.Written })
}

// ledgerIgnored: a query waits for what was inherited and is written without a gap, and
// not for what stands above one. It is answered as soon as it may: who executes all that
// the ledger has before it answers hides the fault.
func ledgerIgnored() fault {
	f := readsAt(func(p *counterReplica) int { return max(p.Written, p.Inherited) })
	f.first = answerAny
	return f
}

// readsAt is the fault that has another ReadPoint.
func readsAt(point func(*counterReplica) int) fault {
	return otherwise("HandleQuery", func(params map[string]any, right take) take {
		m := params["m"].(replica.Query)
		return func(p *counterReplica) ([]replica.Message, bool) {
			if _, ok := right(p); !ok {
				return nil, false
			}
			for _, q := range p.Queries {
				if q.Client == m.From && q.Query == m.Query {
					p.Queries = p.Queries.Without(q)
					q.Point = point(p)
					p.Queries = p.Queries.With(q)
				}
			}
			return nil, true
		}
	})
}
