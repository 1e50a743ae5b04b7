package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// The exit codes of every command.
const (
	exitHolds    = 0
	exitFails    = 1
	exitUnjudged = 2
)

var exitCodes = []exitCode{
	{exitHolds, "it holds: everything that was judged is as it must be"},
	{exitFails, "it does not hold: a model, a trace, a history, a graph or a run is not as it must be"},
	{exitUnjudged, "it could not be judged: bad input, a wrong flag, a missing tool, or nothing to judge"},
}

// errFails is what a command returns after it has shown what does not hold.
var errFails = errors.New("does not hold")

// errUnjudged is what a command returns after it has told what it could not judge, if
// what it judged holds.
var errUnjudged = errors.New("not all was judged")

// hinted is an error with what to do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }

// run is the command line: it returns the exit code.
func run(ctx context.Context, io console, args []string) int {
	io = io.escaped()
	root := newRoot(io)
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitHolds
	}
	if errors.Is(err, errFails) {
		return exitFails
	}
	if errors.Is(err, errUnjudged) {
		return exitUnjudged
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("stopped before it was done")
	}
	fmt.Fprintf(io.err, "lockstep: %v\n", err)
	if hint := hintOf(err); hint != "" {
		fmt.Fprintf(io.err, "hint: %s\n", hint)
	}
	return exitUnjudged
}

// hintOf is what to do about an error, or "".
func hintOf(err error) string {
	var h hinted
	var file *fs.PathError
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.As(err, &file) && errors.Is(file, fs.ErrNotExist):
		return besideMissing(file.Path)
	}
	return ""
}

func newRoot(io console) *cobra.Command {
	root := group(&cobra.Command{
		Use:   "lockstep",
		Short: "Paxos in TLA+ and in Go, kept in step",
		Long: `Lockstep is Paxos written twice, in TLA+ and in Go, with machinery that keeps the two
from drifting apart: TLC checks the specs, an explorer compares the state graphs of spec
and code, and TLC validates traces of real runs against the specs. Exit codes: 0 means
that it holds, 1 that it does not hold, 2 that it could not be judged.`,
		Example: examples(
			"lockstep demo",
			"lockstep tlc MCSynod",
			"lockstep run synod --runs 10 && lockstep trace validate out/synod",
			"lockstep explore synod --compare",
		),
		SilenceErrors: true,
		SilenceUsage:  true,
	})
	root.SetOut(io.out)
	root.SetErr(io.err)
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.SetHelpCommand(newHelp())
	root.PersistentFlags().String("root", "", "the checkout whose specs to use (default: the current one)")
	root.AddCommand(newTLC(io), newExplore(io), newTrace(io), newRun(io), newReplay(io), newCheck(io), newDemo(io), newExitCodes(io), newVersion(io), newCompletion(io))
	completeWords(root)
	return root
}

// checkout is the folder of the project: the one that --root names, or the
// nearest above that holds the specs.
func checkout(cmd *cobra.Command) (string, error) {
	named, err := cmd.Flags().GetString("root")
	if err != nil {
		return "", err
	}
	if named != "" {
		if !isCheckout(named) {
			return "", fmt.Errorf("--root %s: holds no spec/models.yaml", named)
		}
		return filepath.Abs(named)
	}
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for at := dir; ; at = filepath.Dir(at) {
		if isCheckout(at) {
			return at, nil
		}
		if at == filepath.Dir(at) {
			return "", hinted{fmt.Errorf("%s is in no checkout of lockstep", dir), "go to one, or name it with --root"}
		}
	}
}

func isCheckout(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "spec", "models.yaml"))
	return err == nil
}

// examples sets off the examples of a help text.
func examples(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }
