package linearizability

import (
	"github.com/anishathalye/porcupine"
)

// The models without a thought, which the checkers are held against: an operation
// of unknown outcome is one that returns after all others. It may then come last,
// where nobody sees it, so that it need not be said that it may never take effect.

func plainCounter() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return int64(0) },
		Step: func(state, input, _ any) (bool, any) {
			now, o := state.(int64), input.(*Operation)
			if o.Operation == OpIncrement {
				now++
			}
			return o.Outcome == Unknown || o.Count == now, now
		},
	}
}

func plainStore() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return [2]string{} },
		Step: func(state, input, _ any) (bool, any) {
			texts, o := state.([2]string), input.(*Operation)
			at := &texts[o.Key[1]-'0'] // Keys are k0 and k1.
			switch o.Operation {
			case OpPut:
				*at = o.Value
			case OpDelete:
				*at = ""
			}
			return *at == o.Value, texts
		},
	}
}

// plainly is Porcupine's verdict with a plain model.
func plainly(h History) Verdict {
	model := plainCounter()
	if h.Model == KeyValue {
		model = plainStore()
	}
	var asked []porcupine.Operation
	end := endOf(h.Operations)
	for i := range h.Operations {
		o := &h.Operations[i]
		if o.Outcome == Failed || o.Outcome == Unknown && (o.Operation == OpRead || o.Operation == OpGet) {
			continue
		}
		ret := o.Return
		if o.Outcome == Unknown {
			ret = end
		}
		asked = append(asked, porcupine.Operation{ClientId: o.Client, Input: o, Call: o.Call, Return: ret})
	}
	if porcupine.CheckOperations(model, asked) {
		return Holds
	}
	return Fails
}
