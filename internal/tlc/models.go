package tlc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// Model is one entry of spec/models.yaml: a model, and what it must give.
type Model struct {
	Name      string `yaml:"name" json:"name"`           // Unique; the log has it too.
	Module    string `yaml:"module" json:"module"`       // The module's file, relative to the specs, without .tla.
	Config    string `yaml:"config" json:"config"`       // Its configuration, likewise without .cfg.
	About     string `yaml:"about" json:"about"`         // What the model shows, in a line.
	Expect    string `yaml:"expect" json:"expect"`       // "holds", or what TLC must report, such as "invariant Coherence".
	Distinct  int64  `yaml:"distinct" json:"distinct"`   // The distinct states it has; must be given if it holds.
	Generated int64  `yaml:"generated" json:"generated"` // The states TLC generates, repetitions included; not checked if 0.
	Depth     int    `yaml:"depth" json:"depth"`         // The depth of the state graph; not checked if 0.
	Seconds   int    `yaml:"seconds" json:"seconds"`     // Roughly how long it takes on two cores.
	Tier      string `yaml:"tier" json:"tier"`           // "test" or "full".
	Workers   int    `yaml:"workers" json:"workers"`     // How many threads check it; 1 if 0.
	HeapMB    int    `yaml:"heapMB" json:"heapMB"`       // The bound on Java's memory; 4096 if 0.
}

// The tiers: what every change must pass, and what takes longer.
const (
	TierTest = "test"
	TierFull = "full"
)

// ReadModels reads spec/models.yaml and refuses keys that it does not know,
// models of one name, and models that would check nothing.
func ReadModels(path string) ([]Model, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if is, hint := plain.Encoding(path, data); is != "" {
		return nil, fmt.Errorf("%s: %s; %s", path, is, hint)
	}
	if at, is, hint := plain.NoUTF8(path, data); is != "" {
		return nil, fmt.Errorf("%s:%d: %s; %s", path, 1+bytes.Count(data[:at], []byte("\n")), is, hint)
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var file struct{ Models []Model }
	if err := decoder.Decode(&file); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(file.Models) == 0 {
		return nil, fmt.Errorf("%s: lists no model", path)
	}
	seen := map[string]bool{}
	for _, m := range file.Models {
		if err := m.validate(); err != nil {
			return nil, fmt.Errorf("%s: model %q: %w", path, m.Name, err)
		}
		if seen[m.Name] {
			return nil, fmt.Errorf("%s: two models are called %q", path, m.Name)
		}
		seen[m.Name] = true
	}
	return file.Models, nil
}

func (m Model) validate() error {
	expect := pinned(m.Expect)
	switch {
	case m.Name == "" || m.Module == "" || m.Config == "" || m.About == "":
		return errors.New("name, module, config and about must be given")
	case m.Tier != TierTest && m.Tier != TierFull:
		return fmt.Errorf("tier %q: want %s or %s", m.Tier, TierTest, TierFull)
	case expect.Kind == Holds && m.Distinct == 0:
		return errors.New("distinct: a model that holds must say how many states it has")
	case slices.Contains([]Kind{Invariant, Property}, expect.Kind) && expect.Name == "":
		return fmt.Errorf("expect %q: must name the %s that TLC reports", m.Expect, expect.Kind)
	case !slices.Contains([]Kind{Holds, Invariant, Property, Deadlock}, expect.Kind):
		return fmt.Errorf("expect %q: want holds, invariant NAME, property NAME or deadlock", m.Expect)
	}
	return nil
}

// Check is what became of a model.
type Check struct {
	Model    string   `json:"model"`
	Expected string   `json:"expected"`
	Got      string   `json:"got"`
	Distinct int64    `json:"distinct"`
	Pinned   int64    `json:"pinned"` // The distinct states expected, 0 if any number will do.
	Depth    int      `json:"depth"`
	Seconds  float64  `json:"seconds"`
	Cached   bool     `json:"cached,omitempty"` // TLC did not run now: an equal run did, and took so many seconds.
	Log      string   `json:"log"`
	Wrong    []string `json:"wrong"` // What differs from what was expected, nothing if the check passed.

	Unjudged  string     `json:"unjudged,omitempty"`  // Why nothing is known of the model. Then Got is empty.
	Unchecked []string   `json:"unchecked,omitempty"` // The properties that a distributed run left out.
	Behaviour *Behaviour `json:"behaviour,omitempty"` // How the model violates what it does.
}

// Passed is true iff the model gave what it must.
func (c Check) Passed() bool { return len(c.Wrong) == 0 && c.Unjudged == "" }

// Must says what the model must do, such as "must violate invariant Coherence".
func (c Check) Must() string { return pinned(c.Expected).Must() }

// Does says what the model does, such as "violates invariant Coherence".
func (c Check) Does() string {
	if c.Unjudged != "" {
		return "not judged"
	}
	return pinned(c.Got).Does()
}

// Unjudged is the check of a model of which nothing is known.
func (m Model) Unjudged(why string) Check {
	return Check{Model: m.Name, Expected: m.Expect, Pinned: m.Distinct, Wrong: []string{}, Unjudged: why}
}

// brief is up to how many seconds a model is better off with less of Java's compilers:
// half the processor time at 5 seconds, as much at 12.
const brief = 10

// Job is the job that checks the model, which stands in the folder specs.
func (m Model) Job(specs string, job Job) Job {
	job.Module = filepath.Join(specs, m.Module+".tla")
	job.Config = filepath.Join(specs, m.Config+".cfg")
	job.Library = append(job.Library, specs)
	job.Workers, job.HeapMB, job.Brief = m.Workers, m.HeapMB, m.Seconds <= brief
	return job
}

// CheckModel runs the model that stands in the folder specs and holds what it
// gives against what it must give. The job gives the jar, the log, the progress.
func CheckModel(ctx context.Context, specs string, m Model, job Job) (Check, error) {
	job = m.Job(specs, job)
	r, err := Run(ctx, job)
	if err != nil {
		return Check{}, fmt.Errorf("model %s: %w", m.Name, err)
	}
	got, err := m.named(r.Verdict, job.Config)
	if err != nil {
		return Check{}, fmt.Errorf("model %s: %w", m.Name, err)
	}
	return m.compare(r, got, job.Log), nil
}

func (m Model) compare(r Result, got Verdict, log string) Check {
	c := Check{
		Model: m.Name, Expected: m.Expect, Got: got.String(), Distinct: r.Distinct, Pinned: m.Distinct,
		Depth: r.Depth, Seconds: r.Elapsed.Seconds(), Cached: r.Cached, Log: log, Wrong: []string{},
	}
	if got.Kind != Holds {
		c.Behaviour = r.behaviour()
	}
	if c.Got != c.Expected {
		c.Wrong = append(c.Wrong, c.Does()+", "+c.Must())
		return c // How far TLC came before says nothing.
	}
	for _, pin := range []struct {
		what      string
		got, want int64
	}{
		{"distinct states", r.Distinct, m.Distinct},
		{"generated states", r.Generated, m.Generated},
		{"depth", int64(r.Depth), int64(m.Depth)},
	} {
		if pin.want != 0 && pin.got != pin.want {
			c.Wrong = append(c.Wrong, fmt.Sprintf("%d %s, expected %d", pin.got, pin.what, pin.want))
		}
	}
	if got.Kind == Holds && r.Left != 0 {
		c.Wrong = append(c.Wrong, fmt.Sprintf("%d states were left unexplored", r.Left))
	}
	return c
}

// named gives a temporal property that was violated its name, which TLC does not
// tell: it is the only property of the configuration. If there are several, a model that
// must violate one of them has no verdict; of another one it is known that one is violated.
func (m Model) named(v Verdict, config string) (Verdict, error) {
	if v.Kind != Property || v.Name != "" {
		return v, nil
	}
	text, err := os.ReadFile(config)
	if err != nil {
		return v, err
	}
	properties := configProperties(string(text))
	if len(properties) != 1 && pinned(m.Expect).Kind == Property {
		return v, fmt.Errorf("%s: TLC does not tell which temporal property it refuted, so a model that must fail names exactly one, not %q", config, properties)
	}
	v.Name = strings.Join(properties, " or ")
	return v, nil
}
