package linearizability

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/anishathalye/porcupine"
)

// Of a key-value store, in which a delete puts the text "", each key is judged alone, for a store is linearizable iff
// each of its keys is. Puts of unknown outcome need not all be left to the search,
// which would be through their subsets:
//   - one whose text no get returned may as well never take effect;
//   - one that alone can have put a text that gets returned did take effect, before
//     the first of these returned.
// Only those that share a text with another remain, and return at the end. Deletes share
// theirs with each other, and with how all keys begin.

// onKey is an operation on a key as Porcupine sees it.
type onKey struct {
	*Operation
	end int64 // When it returned, or when a put of unknown outcome must have taken effect.
}

// keyModel is the store, in which each key is for itself. A state is the text of
// one key, which is from at first. Each input is an onKey.
func keyModel(from string) porcupine.Model {
	return porcupine.Model{
		Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
			keys := map[string][]porcupine.Operation{}
			for _, o := range history {
				key := o.Input.(onKey).Key
				keys[key] = append(keys[key], o)
			}
			var parts [][]porcupine.Operation
			for _, key := range slices.Sorted(maps.Keys(keys)) {
				parts = append(parts, keys[key])
			}
			return parts
		},
		Init: func() any { return from },
		Step: func(state, input, _ any) (bool, any) {
			o := input.(onKey)
			return o.writes() || o.Value == state, o.Value
		},
		DescribeOperation: func(input, _ any) string { return input.(onKey).String() },
		DescribeState:     func(state any) string { return fmt.Sprintf("%q", state) },
	}
}

// judgeKeys has Porcupine judge operations of a key-value store, key by key.
func judgeKeys(ctx context.Context, ops []Operation) (Verdict, string) {
	keys := byKey(ops)
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		verdict, reason := search(ctx, keyModel(""), keyOperations(keys[key]))
		switch verdict {
		case Fails:
			return Fails, whyKeyFails(key, keys[key])
		case Unjudged:
			return Unjudged, fmt.Sprintf("key %q: %s", key, reason)
		}
	}
	return Holds, ""
}

func byKey(ops []Operation) map[string][]Operation {
	keys := map[string][]Operation{}
	for _, o := range ops {
		keys[o.Key] = append(keys[o.Key], o)
	}
	return keys
}

// whyKeyFails says what can be said of a key whose operations have no order.
func whyKeyFails(key string, ops []Operation) string {
	first := map[string]int64{"": 0} // When each text was first on its way to the key.
	for _, o := range ops {
		if at, ok := first[o.Value]; o.writes() && o.Outcome != Failed && (!ok || o.Call < at) {
			first[o.Value] = o.Call
		}
	}
	for _, i := range returns(ops) {
		o := &ops[i]
		if at, ok := first[o.Value]; o.Operation == OpGet && (!ok || at > o.Return) {
			return got(o) + ", which nobody had put"
		}
	}
	return noOrder(key)
}

func noOrder(key string) string {
	return fmt.Sprintf("no order of the operations on key %q gives each get what it returned", key)
}

// got is what a get returned, as a sentence.
func got(o *Operation) string {
	return fmt.Sprintf("client %d got %q from key %q (call %d, return %d)", o.Client, o.Value, o.Key, o.Call, o.Return)
}

// keyOperations are operations on one key, for keyModel.
func keyOperations(ops []Operation) []porcupine.Operation {
	writers, readBy := map[string]int{"": 1}, map[string]int64{}
	for i := range ops {
		switch o := &ops[i]; {
		case o.tellsNothing():
		case o.writes():
			writers[o.Value]++
		default:
			if first, ok := readBy[o.Value]; !ok || o.Return < first {
				readBy[o.Value] = o.Return
			}
		}
	}
	var asked []porcupine.Operation
	end := endOf(ops)
	for i := range ops {
		o := onKey{&ops[i], ops[i].Return}
		if o.tellsNothing() {
			continue
		}
		if o.Outcome == Unknown {
			first, read := readBy[o.Value]
			if !read {
				continue
			}
			o.end = end
			if writers[o.Value] == 1 {
				o.end = max(first, o.Call)
			}
		}
		asked = append(asked, porcupine.Operation{ClientId: o.Client, Input: o, Call: o.Call, Return: o.end})
	}
	return asked
}
