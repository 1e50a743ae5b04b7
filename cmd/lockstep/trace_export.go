package main

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// exportReport is what lockstep trace export prints.
type exportReport struct {
	Module string `json:"module"`
	Config string `json:"config"`
}

func newTraceExport(io console) *cobra.Command {
	var out, name string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "export TRACE",
		Short: "Write a trace as a TLA+ module that any TLC can check",
		Long: `Write a trace as a TLA+ module with its configuration, for people who want to read it or to
check it with a TLC of their own. The module needs nothing but the spec, which must be in
the same folder or in TLC's library. TLC needs much memory and time to read such a module;
use lockstep trace validate for many or long traces. The command never overwrites a file,
and refuses a name that would hide a module of the spec or of TLC.`,
		Example:           examples("lockstep trace export out/synod/synod-1.ndjson --out out/export"),
		Args:              oneArg("a trace"),
		ValidArgsFunction: filesOf("ndjson"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := io.judging(cmd)
			if err != nil {
				return err
			}
			report, err := runTraceExport(cmd.Context(), root, inputPath(args[0]), out, name)
			if err != nil {
				return rejected(io, err)
			}
			if asJSON {
				return io.printJSON(report)
			}
			return io.table("module | configuration", [][]string{{report.Module, report.Config}})
		},
	}
	cmd.Flags().StringVar(&out, "out", filepath.Join("out", "export"), "the folder for the module and its configuration")
	cmd.Flags().StringVar(&name, "name", "", "the name of the module (default: made from the trace's)")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the report as JSON")
	return cmd
}

// renamed adds to an error what to do if another name is what it takes.
func renamed(err error) error {
	var taken *output.Foreign
	var name *validate.NoName
	if errors.As(err, &taken) || errors.As(err, &name) {
		return hinted{err, "give the module another name with --name"}
	}
	return err
}

// noIdentifier is what a module's name cannot have in it.
var noIdentifier = regexp.MustCompile(`[^A-Za-z0-9_]+`)

func runTraceExport(ctx context.Context, root, path, out, name string) (exportReport, error) {
	t, p, err := reader(trace.Read).one(ctx, path)
	if err != nil {
		return exportReport{}, err
	}
	if name == "" {
		base := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		name = "Exported_" + noIdentifier.ReplaceAllString(base, "_")
	}
	module, config, err := validate.Export(t, p, root, name)
	if err != nil {
		return exportReport{}, renamed(err)
	}
	report := exportReport{Module: filepath.Join(out, name+".tla"), Config: filepath.Join(out, name+".cfg")}
	write := func(text string) func(io.Writer) error {
		return func(w io.Writer) error { _, err := io.WriteString(w, text); return err }
	}
	err = output.WriteNew(out, map[string]func(io.Writer) error{name + ".tla": write(module), name + ".cfg": write(config)})
	return report, renamed(err)
}
