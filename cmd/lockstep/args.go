package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// group is what a command does that only has others below it.
func group(cmd *cobra.Command) *cobra.Command {
	cmd.Args = noArgs
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	return cmd
}

// noArgs refuses arguments: to a group a first one is a command that it does not have.
func noArgs(cmd *cobra.Command, args []string) error {
	help := cmd.CommandPath() + " --help"
	switch {
	case len(args) == 0:
		return nil
	case cmd.HasSubCommands():
		return unknown(fmt.Errorf("unknown command %q for %q", args[0], cmd.CommandPath()), args[0], commandNames(cmd), help)
	}
	return hinted{fmt.Errorf("%s takes no arguments, such as %q", ownName(cmd), args[0]), help}
}

// ownName is what a command is called below lockstep.
func ownName(cmd *cobra.Command) string {
	return strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name()+" ")
}

// commandNames are the commands below one, those that are for people.
func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	return names
}

// oneArg takes one argument, and says what to name.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 {
			return hinted{fmt.Errorf("%s takes %s, and %q is one too many", ownName(cmd), what, args[1]), cmd.CommandPath() + " --help"}
		}
		return someArgs(what)(cmd, args)
	}
}

// someArgs takes one argument or more, and says what to name.
func someArgs(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return hinted{fmt.Errorf("%s: name %s", ownName(cmd), what), firstExample(cmd)}
		}
		return nil
	}
}

// firstExample is the first of a command's examples that is of that command.
func firstExample(cmd *cobra.Command) string {
	for line := range strings.Lines(cmd.Example) {
		for part := range strings.SplitSeq(line, "&&") {
			part, _, _ = strings.Cut(part, "#")
			if part = strings.TrimSpace(part); strings.HasPrefix(part, cmd.CommandPath()+" ") {
				return part
			}
		}
	}
	return cmd.CommandPath() + " --help"
}

// nameOf takes one argument, which is one of those names, and completes it.
func nameOf(cmd *cobra.Command, what string, names []string) {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if err := oneArg("a "+what+": "+alternatives(names))(cmd, args); err != nil {
			return err
		}
		if !slices.Contains(names, args[0]) {
			return unknown(fmt.Errorf("no %s is called %q; there are: %s", what, args[0], strings.Join(names, ", ")), args[0], names, firstExample(cmd))
		}
		return nil
	}
	completesArgs(cmd, func(_ *cobra.Command, args []string) []string {
		if len(args) > 0 {
			return nil
		}
		return names
	})
}

// completesArgs tells shell completion which arguments a command can have behind args.
func completesArgs(cmd *cobra.Command, words func(cmd *cobra.Command, args []string) []string) {
	cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		return beginning(begun, words(cmd, args)), cobra.ShellCompDirectiveNoFileComp
	}
}

// filesOf has the shell complete files with that ending, and folders.
func filesOf(ending string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{ending}, cobra.ShellCompDirectiveFilterFileExt
	}
}

// besideMissing is the hint about a file that is not there: a file beside it with a name
// like that may be meant.
func besideMissing(path string) string {
	folder := filepath.Dir(path)
	entries, err := os.ReadDir(folder)
	if err != nil {
		return "there is no folder " + folder + " either"
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	if near := closest(filepath.Base(path), names); near != "" {
		return "did you mean " + filepath.Join(folder, near) + "?"
	}
	return "nothing in " + folder + " has a name like that"
}

// flagError tells what is wrong with a flag in our words, and what to do.
func flagError(cmd *cobra.Command, err error) error {
	help := cmd.CommandPath() + " --help"
	var absent *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &absent) && absent.GetSpecifiedShortnames() == "":
		var names []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := closest(absent.GetSpecifiedName(), names); near != "" {
			return hinted{err, help + "; did you mean --" + near + "?"}
		}
	case errors.As(err, &invalid):
		return hinted{fmt.Errorf("--%s %s: %w", invalid.GetFlag().Name, invalid.GetValue(), plainly(invalid)), cmp.Or(hintOf(invalid), help)}
	}
	return hinted{err, help}
}

// wants is what a flag of each type takes.
var wants = map[string]string{
	"int": "a whole number", "int64": "a whole number", "uint64": "a whole number that is not negative",
	"float64": "a number, such as 0.1", "duration": "a time, such as 30s or 200ms", "bool": "true or false",
}

// plainly says what a flag takes, in place of which function could not read it.
func plainly(invalid *pflag.InvalidValueError) error {
	want, ok := wants[invalid.GetFlag().Value.Type()]
	switch {
	case !ok:
		return errors.Unwrap(invalid)
	case errors.Is(invalid, strconv.ErrRange):
		return errors.New("want " + want + " that is not as large")
	}
	return errors.New("want " + want)
}
