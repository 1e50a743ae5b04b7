package catalog

import (
	"bytes"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// constantsOfTraces are such as a run of each protocol may have.
var constantsOfTraces = map[string]string{
	"Synod":       `{"participants":[1,2,3],"proposals":[["a"],["b"],[]]}`,
	"Election":    `{"participants":[1,2,3],"rule":"rank"}`,
	"MultiDecree": `{"participants":[1,2,3],"window":4}`,
	"Replica":     `{"participants":[1,2,3],"window":4,"depth":2,"clients":[4,5]}`,
	"Lease":       `{"participants":[1,2,3],"window":4,"depth":2,"clients":[4,5],"term":60,"drift":4}`,
}

// A variable that a twin forgot to look at would never be found changed.
func TestTwinsLookAtAllVariables(t *testing.T) {
	for spec, p := range Traces {
		constants := json.RawMessage(constantsOfTraces[spec])
		require.NoError(t, p.Check(constants), spec)
		twin := p.Twin(constants)
		for _, id := range twin.Nodes() {
			n := twin.Begin(id)
			require.Equal(t, fieldNames(t, n.State()), n.(interface{ Names() []string }).Names(), "%s, node %d", spec, id)
		}
	}
}

// What a twin says that it changed is what is another in its state, or was added there.
func TestTwinsSayWhatTheyChanged(t *testing.T) {
	runs := []*trace.Trace{leaseRun(t, 1, 600)}
	for _, walk := range Walks {
		run, err := walk(1, 400)
		require.NoError(t, err)
		runs = append(runs, run)
	}
	for _, run := range runs {
		spec := run.Header.Spec
		p, changes := Traces[spec], 0
		twin, nodes := p.Twin(run.Header.Constants), map[int]trace.Node{}
		for _, id := range twin.Nodes() {
			nodes[id] = twin.Begin(id)
		}
		for _, e := range run.Events {
			n := nodes[e.Node]
			old := n.Copy()
			before := variablesOf(t, n.State())
			_, enabled := n.Step(e.Action, readParams(t, p, e))
			require.True(t, enabled, "%s: %v", spec, e)
			after := variablesOf(t, n.State())
			var want []string
			for name := range after {
				added := slices.Contains(p.Grows.Vars, name) && reflect.ValueOf(trace.Since(fieldNamed(n.State(), name), fieldNamed(old.State(), name))).Len() == 0
				if !bytes.Equal(before[name], after[name]) && !added {
					want = append(want, name)
				}
			}
			slices.Sort(want)
			changed := maps.Collect(n.Changed)
			require.Equal(t, want, slices.Sorted(maps.Keys(changed)), "%s: %s", spec, e.Action)
			require.Equal(t, before, variablesOf(t, old.State()), "a copy stays as it is")
			changes += len(want)
		}
		require.Greater(t, changes, 200, spec)
	}
}

// A step that is not enabled, or has foreign parameters, changes nothing.
func TestTwinsDoNotTakeForeignSteps(t *testing.T) {
	for spec, p := range Traces {
		twin := p.Twin(json.RawMessage(constantsOfTraces[spec]))
		for _, id := range twin.Nodes() {
			n := twin.Begin(id)
			before := variablesOf(t, n.State())
			for action, params := range p.Actions {
				if len(params) == 0 {
					continue
				}
				for _, foreign := range []map[string]any{nil, {"m": 3, "i": "x", "d": 3.5, "q": nil, "n": "1", "s": 1, "b": 1, "number": 1, "op": 7, "t": 1}} {
					_, enabled := n.Step(action, foreign)
					require.False(t, enabled, "%s: %s", spec, action)
				}
			}
			require.Equal(t, before, variablesOf(t, n.State()))
			require.Empty(t, maps.Collect(n.Changed))
		}
	}
}

// fieldNamed is the variable of that name in a state.
func fieldNamed(state any, name string) reflect.Value {
	for _, f := range reflect.VisibleFields(reflect.TypeOf(state)) {
		if f.Tag.Get("json") == name {
			return reflect.ValueOf(state).FieldByIndex(f.Index)
		}
	}
	return reflect.Value{}
}

func variablesOf(t *testing.T, state any) map[string]json.RawMessage {
	data, err := json.Marshal(state)
	require.NoError(t, err)
	var variables map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(data, &variables))
	return variables
}

// readParams are the parameters of an event as Go has them.
func readParams(t *testing.T, p trace.Protocol, e trace.Event) map[string]any {
	read := map[string]any{}
	for name, message := range p.Actions[e.Action] {
		example := p.Types[e.Action+"."+name]
		if message != "" {
			example = p.Types[message]
		}
		into := reflect.New(reflect.TypeOf(example))
		require.NoError(t, json.Unmarshal(e.Params[name], into.Interface()))
		read[name] = into.Elem().Interface()
	}
	return read
}

// A lane keeps a window of what grows, and the next begins with just that.
func TestLanesWithWindowsAreAccepted(t *testing.T) {
	o := validate.Options{Root: tlctest.Root(t), Jar: tlctest.Jar(t)}
	for _, spec := range []string{"MultiDecree", "Replica"} {
		run, err := Walks[spec](1, 400)
		require.NoError(t, err)
		ends, events := "", 0
		for index := 1; index <= 2; index++ {
			o.Lane = validate.Shard{Index: index, Of: 2}
			report, err := validate.Run(t.Context(), []*trace.Trace{run}, Traces[spec], o)
			require.NoError(t, err)
			require.Empty(t, report.Rejections)
			require.Greater(t, report.States, int64(report.Events+1+len(run.Ends)), "windows are lines, too")
			require.True(t, index == 1 || report.Lane.Begins == ends)
			ends, events = report.Lane.Ends, events+report.Events
		}
		require.Equal(t, 400, events)
	}
}
