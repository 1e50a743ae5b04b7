package main

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

type replayOptions struct {
	root       string
	protocol   string
	behaviours int
	depth      int
	seed       int
}

// replayReport is what lockstep replay prints.
type replayReport struct {
	Model      string         `json:"model"`
	Behaviours int            `json:"behaviours"` // Those that the twins took to their ends.
	Steps      int            `json:"steps"`
	Taken      map[string]int `json:"taken"`      // Steps by action.
	NeverTaken []string       `json:"neverTaken"` // The actions that no behaviour takes.
	Refused    []string       `json:"refused"`    // Why the twins could not take a behaviour.

	Unjudged []unjudgedBehaviour `json:"unjudged,omitempty"`
	Specs    string              `json:"specs"` // Which they are.
}

// unjudgedBehaviour is one that the twins were not given.
type unjudgedBehaviour struct {
	File string `json:"file"`
	Why  string `json:"unjudged"`
}

func newReplay(io console) *cobra.Command {
	var o replayOptions
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "replay PROTOCOL",
		Short: "Let the Go twins take random behaviours that TLC generates",
		Long: `TLC generates random behaviours of a spec, and the Go twins take them step by step: after
each step the twins must be in the state of the spec. This is the opposite direction of
trace validation. If no behaviour has some action, that action is not judged: exit code 2.`,
		Example: examples("lockstep replay synod --behaviours 200"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if o.root, err = io.judging(cmd); err != nil {
				return err
			}
			o.protocol = args[0]
			report, err := runReplay(cmd.Context(), io, o)
			if err != nil {
				return err
			}
			return showReplay(io, report, asJSON)
		},
	}
	cmd.Flags().IntVar(&o.behaviours, "behaviours", 100, "how many behaviours to replay")
	cmd.Flags().IntVar(&o.depth, "depth", 60, "the largest number of states in a behaviour")
	cmd.Flags().IntVar(&o.seed, "seed", 1, "the seed of TLC's choices")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	nameOf(cmd, "protocol", catalog.ReplayedProtocols())
	return cmd
}

func runReplay(ctx context.Context, io console, o replayOptions) (replayReport, error) {
	if err := cmp.Or(wantCount("behaviours", o.behaviours, 1, limits.Runs), wantCount("depth", o.depth, 2, limits.Number)); err != nil {
		return replayReport{}, err
	}
	e, err := catalog.Replayed(o.protocol)
	if err != nil {
		return replayReport{}, err
	}
	folder, err := scratch.Make("replay")
	if err != nil {
		return replayReport{}, err
	}
	defer folder.Remove()
	at := io.progress()
	defer at.done()
	stop := at.watch(newTask(fmt.Sprintf("TLC makes up %d behaviours of %s", o.behaviours, e.Name), 0).text)
	files, err := simulate(ctx, io, e, o, folder.Path)
	stop()
	if err != nil {
		return replayReport{}, err
	}
	report := replayReport{Model: e.Name, Taken: map[string]int{}, Refused: []string{}, Specs: specsIn(o.root)}
	for i, file := range files {
		at.show("%d of %d behaviours", i, len(files))
		err := ctx.Err()
		if err == nil {
			err = report.replay(e, file)
		}
		if err != nil {
			report.Unjudged = append(report.Unjudged, unjudgedBehaviour{filepath.Base(file), unjudged(ctx, err)})
		}
	}
	report.NeverTaken = slices.DeleteFunc(slices.Clone(e.Actions), func(action string) bool { return report.Taken[action] > 0 })
	return report, nil
}

// briefStates is how many states TLC makes up sooner if Java does not make itself fast.
const briefStates = 10_000

// simulate has TLC write behaviours into a folder, a file each.
func simulate(ctx context.Context, io console, e catalog.Exploration, o replayOptions, folder string) ([]string, error) {
	_, checker, err := e.TLC(o.root)
	if err != nil {
		return nil, err
	}
	_, err = tlc.Run(ctx, tlc.Job{
		Jar: checker.Jar, Module: checker.Module, Config: checker.Config, Brief: o.behaviours*o.depth < briefStates,
		Log: io.within(o.root, logFolder, e.Name+".log"),
		Args: []string{
			"-simulate", fmt.Sprintf("num=%d,file=%s", o.behaviours, filepath.Join(folder, "behaviour")),
			"-depth", strconv.Itoa(o.depth), "-seed", strconv.Itoa(o.seed),
		},
	})
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(os.DirFS(folder), "behaviour*")
	if err == nil && len(names) != o.behaviours {
		err = fmt.Errorf("TLC wrote %d behaviours in place of %d", len(names), o.behaviours)
	}
	for i, name := range names {
		names[i] = filepath.Join(folder, name)
	}
	return names, err
}

// replay has the twins take the behaviour in a file.
func (r *replayReport) replay(e catalog.Exploration, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := explore.ReadBehaviour(f)
	if err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(file), err)
	}
	taken, err := e.Model.Replay(b)
	r.Steps += len(taken)
	for _, action := range taken {
		r.Taken[action]++
	}
	if err != nil {
		r.Refused = append(r.Refused, fmt.Sprintf("%s: %v", filepath.Base(file), err))
		return nil
	}
	r.Behaviours++
	return nil
}

func showReplay(io console, r replayReport, asJSON bool) error {
	show := replayTable
	if asJSON {
		show = func(io console, r replayReport) error { return io.printJSON(r) }
	}
	if err := show(io, r); err != nil {
		return err
	}
	judged := tally{holds: r.Behaviours, fails: len(r.Refused)}
	for _, u := range r.Unjudged {
		judged.add(u.Why, false)
	}
	if judged.fails > 0 {
		fmt.Fprintf(io.err, "lockstep: %s\n", r.Refused[0])
	}
	if judged.unjudged > 0 {
		first := slices.IndexFunc(r.Unjudged, func(u unjudgedBehaviour) bool { return u.Why != stopped })
		fmt.Fprintf(io.err, "lockstep: not judged: %s\n", r.Unjudged[first].Why)
	}
	if more := max(0, judged.fails-1) + max(0, judged.unjudged-1); more > 0 {
		fmt.Fprintf(io.err, "hint: --json tells of the other %d\n", more)
	}
	if err := judged.end(io, "behaviours"); err != nil || len(r.NeverTaken) == 0 {
		return err
	}
	fmt.Fprintf(io.err, "lockstep: no behaviour takes %s, so nothing is known of that; replay more (--behaviours)\n", strings.Join(r.NeverTaken, ", "))
	return errUnjudged
}

func replayTable(io console, r replayReport) error {
	err := io.table("model | behaviours taken | refused | steps", [][]string{{
		r.Model, strconv.Itoa(r.Behaviours), strconv.Itoa(len(r.Refused)), strconv.Itoa(r.Steps),
	}})
	if err != nil {
		return err
	}
	var rows [][]string
	for _, action := range slices.Sorted(maps.Keys(r.Taken)) {
		rows = append(rows, []string{action, strconv.Itoa(r.Taken[action])})
	}
	fmt.Fprintln(io.out)
	return io.table("action | steps", rows)
}
