package main

import "github.com/spf13/cobra"

// runs are the commands that run a protocol; each file adds its own.
var runs []func(console) *cobra.Command

func newRun(io console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Run a protocol for real and record its trace",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	for _, add := range runs {
		cmd.AddCommand(add(io))
	}
	return cmd
}
