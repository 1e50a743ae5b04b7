package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/internal/plain"
)

// runs are the commands that run a protocol; each file adds its own.
var runs []func(console) *cobra.Command

func newRun(io console) *cobra.Command {
	cmd := group(&cobra.Command{
		Use:   "run",
		Short: "Run a protocol and write its trace",
		Long: `Run a protocol: the Go twins, with lost and late messages and with crashes. Each run writes a
trace for lockstep trace validate.`,
		Example: examples("lockstep run synod --runs 100", "lockstep run replica --virtual --seed 7"),
	})
	for _, add := range runs {
		cmd.AddCommand(add(io))
	}
	return cmd
}

// asFlag is an error of the options of a run, which begins with the name of an option, as one
// of the flag that has that name.
func asFlag(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("--%w", err)
}

// commandOf is the command line with the flags that say what the run is, or the first of several.
func commandOf(cmd *cobra.Command) string {
	command := cmd.CommandPath()
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch {
		case f.Name == "out" || f.Name == "runs" || f.Name == "json" || f.Name == "timeout" || f.Name == "max-bytes":
		case f.Value.Type() == "bool":
			command += " --" + f.Name + strings.TrimSuffix("="+f.Value.String(), "=true")
		default:
			command += " --" + f.Name + " " + plain.Word(f.Value.String())
		}
	})
	return command
}
