package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// newHelp explains a command; one that is not there is an error.
func newHelp() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "help [COMMAND...]",
		Short:   "Explain a command",
		Long:    `Explain a command: what it does, which flags it has, and examples.`,
		Example: examples("lockstep help", "lockstep help trace validate"),
		RunE: func(cmd *cobra.Command, args []string) error {
			at, rest, err := cmd.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return unknown(fmt.Errorf("no help on %q: %q has no such command", rest[0], at.CommandPath()), rest[0], commandNames(at), at.CommandPath()+" --help")
			}
			at.InitDefaultHelpFlag() // So that the help tells of it.
			return at.Help()
		},
	}
	completesArgs(cmd, func(cmd *cobra.Command, args []string) []string {
		at, rest, err := cmd.Root().Find(args)
		if err != nil || len(rest) > 0 {
			return nil
		}
		return commandNames(at)
	})
	return cmd
}

// exitCode is an exit code and what it means.
type exitCode struct {
	Code    int    `json:"code"`
	Meaning string `json:"meaning"`
}

func newExitCodes(io console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "exit-codes",
		Short:   "What the exit codes mean",
		Long:    `Print what the exit codes mean. They are the same for every command.`,
		Example: examples("lockstep exit-codes", "lockstep exit-codes --json"),
		Args:    noArgs,
		RunE: func(*cobra.Command, []string) error {
			if asJSON {
				return io.printJSON(exitCodes)
			}
			for _, e := range exitCodes {
				fmt.Fprintf(io.out, "%d  %s\n", e.Code, e.Meaning)
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table as JSON")
	return cmd
}

// shells are those that completion is written for.
var shells = []string{"bash", "zsh", "fish"}

func newCompletion(c console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "completion SHELL",
		Short: "Print a completion script for your shell",
		Long: `Print a completion script for bash, zsh or fish. It completes commands, flags, models,
protocols and the words that flags take. Bash needs its package bash-completion.`,
		Example: examples(
			"lockstep completion bash > ~/.local/share/bash-completion/completions/lockstep",
			"lockstep completion zsh > ~/.zfunc/_lockstep     # a folder of $fpath",
			"lockstep completion fish > ~/.config/fish/completions/lockstep.fish",
		),
		RunE: func(cmd *cobra.Command, args []string) error {
			return map[string]func(io.Writer) error{
				"bash": func(w io.Writer) error { return cmd.Root().GenBashCompletionV2(w, true) },
				"zsh":  cmd.Root().GenZshCompletion,
				"fish": func(w io.Writer) error { return cmd.Root().GenFishCompletion(w, true) },
			}[args[0]](c.out)
		},
	}
	nameOf(cmd, "shell", shells)
	return cmd
}
