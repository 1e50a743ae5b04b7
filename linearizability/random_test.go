package linearizability

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// run makes histories up as a system would that is right: each operation takes
// effect at one moment, and its client may never hear of it.
type run struct {
	*rand.Rand
	model   Model
	keys    int
	values  int     // How many different texts are put; 0 if each put has its own.
	unknown float64 // The part of operations whose outcome is unknown.
	failed  float64

	now     int64
	count   int64
	texts   map[string]string
	history History
	pending []*pending // By client.
	ghosts  []*pending // Of unknown outcome, and without effect so far.
}

type pending struct {
	Operation
	effect bool
}

// random is a history of a system that is right, by that many clients.
func random(seed uint64, model Model, clients, operations int, unknown float64) History {
	r := &run{Rand: rand.New(rand.NewPCG(seed, 1)), model: model, keys: 2, unknown: unknown, failed: 0.05}
	return r.random(clients, operations)
}

func (r *run) random(clients, operations int) History {
	r.texts = map[string]string{}
	r.history = History{Model: r.model, Operations: make([]Operation, 0, operations)}
	r.pending = make([]*pending, clients)
	seqs := make([]int, clients)
	for len(r.history.Operations) < operations {
		r.now += int64(r.IntN(3)) // Clocks stand still at times.
		client := r.IntN(clients)
		switch p := r.pending[client]; {
		case p == nil:
			seqs[client]++
			r.pending[client] = r.call(client+1, seqs[client])
		case !p.effect && r.Float64() < 0.6:
			r.take(p)
		default:
			r.finish(p)
			r.pending[client] = nil
		}
		if n := len(r.ghosts); n > 0 && r.IntN(10) == 0 {
			r.take(r.ghosts[r.IntN(n)])
		}
	}
	r.unknown = 1
	for _, p := range r.pending {
		if p != nil {
			r.finish(p)
		}
	}
	slices.SortFunc(r.history.Operations, byCall)
	return r.history
}

func (r *run) call(client, seq int) *pending {
	o := Operation{Client: client, Seq: seq, Call: r.now, Operation: []Kind{OpIncrement, OpRead}[r.IntN(2)]}
	if r.model == KeyValue {
		o.Operation = []Kind{OpPut, OpPut, OpPut, OpPut, OpDelete, OpGet, OpGet, OpGet, OpGet, OpGet}[r.IntN(10)]
		o.Key = fmt.Sprint("k", r.IntN(r.keys))
		if o.Operation == OpPut {
			o.Value = fmt.Sprintf("%d.%d", client, seq)
			if r.values > 0 {
				o.Value = fmt.Sprint("v", r.IntN(r.values))
			}
		}
	}
	return &pending{Operation: o}
}

// take has an operation take effect, unless it has.
func (r *run) take(p *pending) {
	if p.effect {
		return
	}
	p.effect = true
	switch p.Operation.Operation {
	case OpIncrement:
		r.count++
		p.Count = r.count
	case OpRead:
		p.Count = r.count
	case OpPut:
		r.texts[p.Key] = p.Value
	case OpDelete:
		r.texts[p.Key] = ""
	case OpGet:
		p.Value = r.texts[p.Key]
	}
}

// finish has the client of an operation learn its outcome, or never learn it.
func (r *run) finish(p *pending) {
	o := p.Operation
	chance := r.Float64()
	switch {
	case chance < r.unknown:
		o.Outcome = Unknown
		if !p.effect {
			r.ghosts = append(r.ghosts, p)
		}
	case !p.effect && chance < r.unknown+r.failed:
		o.Outcome, o.Return = Failed, r.now
	default:
		r.take(p)
		o = p.Operation
		o.Outcome, o.Return = Done, r.now
	}
	if o.Outcome != Done {
		o.Count = 0
		if o.Operation == OpGet {
			o.Value = ""
		}
	}
	r.history.Operations = append(r.history.Operations, o)
}

// spoiled is h with some things in it changed at random. It may still be right.
func spoiled(seed uint64, h History) History {
	r := rand.New(rand.NewPCG(seed, 2))
	h.Operations = slices.Clone(h.Operations)
	for range 1 + r.IntN(4) {
		o, other := &h.Operations[r.IntN(len(h.Operations))], &h.Operations[r.IntN(len(h.Operations))]
		switch r.IntN(6) {
		case 0: // It returned something else.
			if o.hasCount() {
				o.Count = max(0, o.Count+int64(r.IntN(5)-2))
			}
			if o.Operation == OpGet && o.Outcome == Done {
				o.Value = other.Value
			}
		case 1: // Two results were swapped.
			if o.Operation == other.Operation && o.Outcome == Done && other.Outcome == Done {
				o.Count, other.Count = other.Count, o.Count
				o.Value, other.Value = other.Value, o.Value
			}
		case 2: // It was called later.
			if o.Outcome != Unknown {
				o.Call += r.Int64N(o.Return - o.Call + 1)
			}
		case 3: // It returned earlier.
			if o.Outcome != Unknown {
				o.Return -= r.Int64N(o.Return - o.Call + 1)
			}
		case 4: // It all happened later.
			later := r.Int64N(10)
			if o.Call += later; o.Outcome != Unknown {
				o.Return += later
			}
		case 5: // It is said to have failed.
			if o.Outcome != Failed {
				*o = Operation{Client: o.Client, Seq: o.Seq, Operation: o.Operation, Key: o.Key, Outcome: Failed, Call: o.Call, Return: max(o.Call, o.Return)}
				if o.Operation == OpPut {
					o.Value = "was refused"
				}
			}
		}
	}
	return h
}

// arbitrary is a small history with whatever values and times.
func arbitrary(seed uint64, model Model) History {
	r := rand.New(rand.NewPCG(seed, 3))
	h := History{Model: model}
	for i := range 1 + r.IntN(7) {
		o := Operation{Client: i, Seq: 1, Operation: model.kinds()[r.IntN(len(model.kinds()))], Outcome: Unknown, Call: r.Int64N(12)}
		if r.IntN(4) > 0 {
			o.Outcome, o.Return = Done, o.Call+r.Int64N(8)
		}
		if o.hasCount() {
			o.Count = r.Int64N(5)
		}
		if o.hasValue() {
			o.Value = []string{"", "a", "b", "c"}[r.IntN(4)]
		}
		if model == KeyValue {
			o.Key = []string{"k0", "k0", "k0", "k1"}[r.IntN(4)]
		}
		h.Operations = append(h.Operations, o)
	}
	return h
}
