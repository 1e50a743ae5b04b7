package inproc

import (
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

// The broken variants that concern what Replica takes for granted of the parliament.

// cutNotHeard: who comes to preside inherits what it was told of, but for what others
// have truncated.
func cutNotHeard() fault {
	return otherwise("HandleLastVote", func(_ map[string]any, right take) take {
		return func(p *counterReplica) ([]replica.Message, bool) {
			sent, ok := right(p)
			if !ok || p.Status != multidecree.Presiding {
				return sent, ok
			}
			p.Inherited = max(p.Written, p.Ledger.Max())
			for _, v := range p.Known {
				p.Inherited = max(p.Inherited, v.Instance)
			}
			return sent, true
		}
	})
}

// toldUnwritten: a president that has counted the votes of a majority tells everybody, and
// writes the decree itself when it hears of it.
func toldUnwritten() fault {
	return otherwise("HandleVoted", func(params map[string]any, right take) take {
		m := params["m"].(multidecree.Voted)
		return func(p *counterReplica) ([]replica.Message, bool) {
			before := *p
			sent, ok := right(p)
			if len(sent) > 0 {
				*p = before
				p.Voters = before.Voters.With(multidecree.Count{Instance: m.Instance, Voter: m.From})
			}
			return sent, ok
		}
	})
}
