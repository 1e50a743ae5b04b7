package main

import (
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
)

// tree is the whole command line, as it stands when it runs.
func tree() *cobra.Command {
	root := newRoot(console{out: io.Discard, err: io.Discard})
	root.InitDefaultHelpCmd()
	return root
}

// each visits a command and all below it.
func each(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		each(sub, visit)
	}
}

// said runs a command line; it returns the exit code, and what it said on stderr.
func said(args ...string) (code int, told string) {
	var err bytes.Buffer
	code = run(context.Background(), console{out: io.Discard, err: &err}, args)
	return code, err.String()
}

// words are those of a command's name, without lockstep.
func words(cmd *cobra.Command) []string { return strings.Fields(cmd.CommandPath())[1:] }

// TestExamplesAreWhatTheCommandsTake reads every line of every example as the
// command line would: the command is there, and so are its flags and as many
// arguments as it wants.
func TestExamplesAreWhatTheCommandsTake(t *testing.T) {
	lines := 0
	each(tree(), func(cmd *cobra.Command) {
		for line := range strings.SplitSeq(strings.ReplaceAll(cmd.Example, " && ", "\n"), "\n") {
			line, _, _ = strings.Cut(line, "#")
			line, _, _ = strings.Cut(line, " > ")
			words := strings.Fields(line)
			if len(words) == 0 {
				continue
			}
			lines++
			require.Equal(t, "lockstep", words[0], "example of %s: %s", cmd.CommandPath(), line)
			named, rest, err := tree().Find(words[1:])
			require.NoError(t, err, line)
			require.NoError(t, named.ParseFlags(rest), line)
			require.NoError(t, named.ValidateArgs(named.Flags().Args()), line)
		}
	})
	require.NotZero(t, lines)
}

func TestEveryCommandExplainsItselfWithAnExample(t *testing.T) {
	each(tree(), func(cmd *cobra.Command) {
		require.NotEmpty(t, cmd.Short, cmd.CommandPath())
		require.NotEmpty(t, cmd.Long, cmd.CommandPath())
		require.NotEmpty(t, cmd.Example, cmd.CommandPath())
		require.True(t, cmd.IsAvailableCommand() || cmd.Name() == "help", "%s is hidden", cmd.CommandPath())
	})
}

// TestEveryTableIsThereAsJSON: what prints a table has the flag. Help and the script of a
// shell are none.
func TestEveryTableIsThereAsJSON(t *testing.T) {
	noTable := []string{"help", "completion"}
	each(tree(), func(cmd *cobra.Command) {
		if !cmd.HasSubCommands() && !slices.Contains(noTable, cmd.Name()) {
			require.NotNil(t, cmd.Flags().Lookup("json"), cmd.CommandPath())
		}
	})
}

// takes is what a command wants to be named, as its use says: TRACE... for one or more,
// [MODEL...] for any number, "" for nothing.
func takes(cmd *cobra.Command) string {
	_, what, _ := strings.Cut(cmd.Use, " ")
	return what
}

func TestACommandThatIsNamedNothingSaysWhatToName(t *testing.T) {
	each(tree(), func(cmd *cobra.Command) {
		what := takes(cmd)
		if what == "" || strings.HasPrefix(what, "[") {
			require.NoError(t, cmd.ValidateArgs(nil), cmd.CommandPath())
			return
		}
		require.Equal(t, strings.ToUpper(what), what, cmd.Use)
		code, told := said(words(cmd)...)
		require.Equal(t, exitUnjudged, code, cmd.CommandPath())
		require.Contains(t, told, ": name ", cmd.CommandPath())
		require.Contains(t, told, "\nhint: "+cmd.CommandPath()+" ", "an example")
	})
}

func TestEveryCommandRefusesWhatItDoesNotKnowWithAHint(t *testing.T) {
	refuses := func(args []string, what string) {
		code, told := said(args...)
		require.Equal(t, exitUnjudged, code, args)
		require.Contains(t, told, what, args)
		require.Contains(t, told, "\nhint: ", args)
	}
	each(tree(), func(cmd *cobra.Command) {
		refuses(append(words(cmd), "--nosuch"), "unknown flag: --nosuch")
		if cmd.Name() != "merge" { // It asks for --out first.
			refuses(append(words(cmd), "nosuch"), "nosuch")
		}
		if takes := takes(cmd); takes != "" && !strings.Contains(takes, "...") {
			refuses(append(words(cmd), "nosuch", "onetoomany"), `"onetoomany" is one too many`)
		}
	})
}

// TestEveryFlagWithFewValuesCompletesThem: a flag that takes a text takes any, and stands
// here, or has its words.
func TestEveryFlagWithFewValuesCompletesThem(t *testing.T) {
	free := []string{"root", "logs", "join", "listen", "trace", "picture", "out", "name", "shard"}
	seen := 0
	each(tree(), func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			kind := f.Value.Type()
			if kind != "string" && kind != "word" && kind != "stringSlice" || slices.Contains(free, f.Name) {
				return
			}
			seen++
			_, completes := cmd.GetFlagCompletionFunc(f.Name)
			require.True(t, completes, "--%s of %s completes nothing", f.Name, cmd.CommandPath())
			if kind == "word" {
				code, told := said(append(words(cmd), "--"+f.Name, "nosuch")...)
				require.Equal(t, exitUnjudged, code)
				require.Contains(t, told, "--"+f.Name+" nosuch: want ")
				require.Contains(t, told, "\nhint: ")
			}
		})
	})
	require.NotZero(t, seen)
}
