package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/specs"
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
	var unwritable *specs.Unwritable
	switch {
	case errors.As(err, &h):
		return h.hint
	case errors.As(err, &unwritable):
		return unwritable.Hint()
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
	root.PersistentFlags().String("root", "", "the checkout whose specs to use (default: the current one, or else the specs that are embedded in this program)")
	root.AddCommand(newTLC(io), newExplore(io), newTrace(io), newRun(io), newReplay(io), newCheck(io), newDemo(io), newExitCodes(io), newVersion(io), newCompletion(io))
	completeWords(root)
	return root
}

// checkout is the folder that has the specs: the one that --root names, or the nearest above
// that is a checkout, or else the one with those that are embedded in this program.
func checkout(cmd *cobra.Command) (string, error) {
	named, err := cmd.Flags().GetString("root")
	if err != nil {
		return "", err
	}
	if named != "" {
		if !specs.IsCheckout(named) {
			return "", fmt.Errorf("--root %s: holds no spec/models.yaml", named)
		}
		return filepath.Abs(named)
	}
	return specs.Find()
}

// specsIn tells which specs are used: those in a folder that checkout returned.
func specsIn(root string) string {
	folder := filepath.Join(root, "spec")
	if specs.IsEmbedded(root) {
		return "embedded in this program, and unpacked in " + folder
	}
	return "of the checkout, in " + folder
}

// judging is the checkout of a command that judges by the specs, which it tells of.
func (c console) judging(cmd *cobra.Command) (string, error) {
	root, err := checkout(cmd)
	if err == nil {
		fmt.Fprintf(c.err, "lockstep: specs: %s\n", specsIn(root))
	}
	return root, err
}

// examples sets off the examples of a help text.
func examples(lines ...string) string { return "  " + strings.Join(lines, "\n  ") }
