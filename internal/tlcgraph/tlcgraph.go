// Package tlcgraph has TLC check the spec's side of a model of package explore.
package tlcgraph

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// Checker is TLC, with one thread. The paths must be given.
type Checker struct {
	Jar      string                 // Of TLC.
	Module   string                 // The model's module, MCSynod.tla.
	Config   string                 // Its configuration, which has the same bounds as the Model.
	Library  []string               // The folders of further modules.
	Cache    string                 // The folder that keeps what TLC found, and its graphs, for comparisons with the same inputs. None if empty.
	HeapMB   int                    // The bound on Java's memory; 4096 if 0.
	Log      string                 // The file that keeps TLC's own output; none if empty.
	Progress func(explore.Progress) // Called now and then while TLC works, if not nil.
}

// Check is that of explore.Checker.
func (c *Checker) Check(ctx context.Context, o explore.CheckOptions) (explore.TLCReport, error) {
	if o.Graph == nil {
		return c.run(ctx, o, "")
	}
	folder, err := scratch.Make("graph")
	if err != nil {
		return explore.TLCReport{}, err
	}
	defer folder.Remove()
	file := filepath.Join(folder.Path, "graph.dot")
	r, err := c.run(ctx, o, file)
	if err != nil {
		return r, err
	}
	return r, read(file, o.Graph)
}

func read(file string, graph func(io.Reader) error) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	return graph(f)
}

// run runs TLC, which writes its graph into a file, unless that is "".
func (c *Checker) run(ctx context.Context, o explore.CheckOptions, graph string) (explore.TLCReport, error) {
	job := tlc.Job{Jar: c.Jar, Module: c.Module, Config: c.Config, Library: c.Library, HeapMB: c.HeapMB, Graph: graph, Cache: c.Cache, Log: c.Log, Brief: o.Brief}
	if o.Anew {
		job.Cache = ""
	}
	if o.Steps {
		job.Args = []string{"-coverage", "1"}
	}
	if c.Progress != nil {
		job.Progress = func(p tlc.Progress) { c.Progress(explore.Progress(p)) }
	}
	result, err := tlc.Run(ctx, job)
	if err != nil {
		return explore.TLCReport{}, err
	}
	r := explore.TLCReport{
		Config: c.Config, Verdict: result.Verdict.String(),
		Distinct: result.Distinct, Generated: result.Generated, Depth: result.Depth,
		Taken: map[string]int64{}, Cached: result.Cached, Seconds: result.Elapsed.Seconds(),
	}
	r.StatesPerSecond = float64(r.Distinct) / r.Seconds
	for _, row := range result.Coverage {
		if row.Action != "Init" {
			r.Taken[row.Action] += row.Generated
		}
	}
	return r, nil
}
