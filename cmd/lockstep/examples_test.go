package main

import (
	"io"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/require"
)

// each visits a command and all below it.
func each(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, visit)
	}
}

// TestExamplesAreWhatTheCommandsTake reads every line of every example as the
// command line would: the command is there, and so are its flags and as many
// arguments as it wants.
func TestExamplesAreWhatTheCommandsTake(t *testing.T) {
	lines := 0
	each(newRoot(console{out: io.Discard, err: io.Discard}), func(cmd *cobra.Command) {
		for line := range strings.SplitSeq(strings.ReplaceAll(cmd.Example, " && ", "\n"), "\n") {
			line, _, _ = strings.Cut(line, "#")
			words := strings.Fields(line)
			if len(words) == 0 {
				continue
			}
			lines++
			require.Equal(t, "lockstep", words[0], "example of %s: %s", cmd.CommandPath(), line)
			named, rest, err := newRoot(console{out: io.Discard, err: io.Discard}).Find(words[1:])
			require.NoError(t, err, line)
			require.NoError(t, named.ParseFlags(rest), line)
			require.NoError(t, named.ValidateArgs(named.Flags().Args()), line)
		}
	})
	require.NotZero(t, lines)
}

// TestEveryCommandThatWorksHasAnExample, and tells in a line what it is for.
func TestEveryCommandThatWorksHasAnExample(t *testing.T) {
	each(newRoot(console{out: io.Discard, err: io.Discard}), func(cmd *cobra.Command) {
		require.NotEmpty(t, cmd.Short, cmd.CommandPath())
		if !cmd.HasSubCommands() && cmd.Name() != "exit-codes" {
			require.NotEmpty(t, cmd.Example, cmd.CommandPath())
		}
	})
}

// TestEveryTableIsThereAsJSON: what prints a table has the flag.
func TestEveryTableIsThereAsJSON(t *testing.T) {
	each(newRoot(console{out: io.Discard, err: io.Discard}), func(cmd *cobra.Command) {
		if !cmd.HasSubCommands() && cmd.Name() != "exit-codes" {
			require.NotNil(t, cmd.Flags().Lookup("json"), cmd.CommandPath())
		}
	})
}
