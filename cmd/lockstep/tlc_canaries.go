package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

const canariesHelp = `With --canaries, TLC itself is judged by small modules whose right verdict is known, and
which some versions of TLC get wrong. Our specs do not use these constructs, so the exit
code is 0 if a TLC gets them wrong as that version is known to. It is 1 if the TLC gets
another one wrong, or gets one right that its version gets wrong, because then it is not
the TLC that was examined. It is 2 if a canary could not be judged. See docs/canaries.md.`

// canariesReport is what lockstep tlc --canaries prints.
type canariesReport struct {
	TLC      *tlc.Identity     `json:"tlc"`
	AsSeen   bool              `json:"asSeen"` // Whether it gets all as its version was seen to.
	Canaries []tlc.CanaryCheck `json:"canaries"`
}

// refuseWithCanaries refuses flags that say how models are checked.
func refuseWithCanaries(cmd *cobra.Command) error {
	for _, name := range []string{"tier", "list", "serve", "join", "jobs", "print-command"} {
		if cmd.Flags().Changed(name) {
			return hinted{fmt.Errorf("--%s does not go with --canaries", name), "lockstep tlc --canaries"}
		}
	}
	return nil
}

func judgeTLC(ctx context.Context, io console, o tlcOptions) error {
	specs := filepath.Join(o.root, "spec")
	all, err := tlc.ReadCanaries(specs)
	if err != nil {
		return err
	}
	chosen, err := chooseCanaries(all, o.names)
	if err != nil {
		return err
	}
	jar, err := tlc.Jar(o.root)
	if err != nil {
		return err
	}
	id, err := tlc.Identify(jar)
	if err != nil {
		return err
	}
	judge := func(ctx context.Context, m tlc.Model) (tlc.Check, error) {
		return tlc.CheckModel(ctx, specs, m, tlc.Job{Jar: jar, Log: io.within(o.root, o.logs, m.Name+".log")})
	}
	report, err := canaries(ctx, io, o.format, id, chosen, judge)
	if err != nil {
		return err
	}
	return showCanaries(io, report, o.format)
}

func chooseCanaries(all []tlc.Canary, names []string) ([]tlc.Canary, error) {
	if len(names) == 0 {
		return all, nil
	}
	var chosen []tlc.Canary
	for _, name := range names {
		i := slices.IndexFunc(all, func(c tlc.Canary) bool { return c.Name == name })
		if i < 0 {
			known := canaryNames(all)
			return nil, unknown(fmt.Errorf("spec/canaries has no canary %q; it has: %s", name, strings.Join(known, ", ")), name, known, "lockstep tlc --canaries")
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

func canaryNames(all []tlc.Canary) []string {
	var names []string
	for _, c := range all {
		names = append(names, c.Name)
	}
	return names
}

// canaries has each canary judged, and prints a row for it.
func canaries(ctx context.Context, io console, f format, id *tlc.Identity, all []tlc.Canary, judge tlc.Judge) (canariesReport, error) {
	report := canariesReport{TLC: id, AsSeen: true}
	var like [][]string
	for _, c := range all {
		like = append(like, canaryRow(tlc.CanaryCheck{Canary: c, Unjudged: "?"}))
	}
	at := io.progress()
	defer at.done()
	table := io.rows(at, f, "canary | TLC is | it must be | it says | issue | seconds | pattern", like)
	for _, c := range all {
		at.show("%s: usually about %d s", c.Name, c.Seconds)
		check, err := tlc.CheckCanary(ctx, c, id.Version, judge)
		if err != nil {
			return report, err
		}
		report.Canaries = append(report.Canaries, check)
		report.AsSeen = report.AsSeen && check.AsSeen
		if err := table.add(canaryRow(check), check); err != nil {
			return report, err
		}
	}
	return report, nil
}

func canaryRow(c tlc.CanaryCheck) []string {
	is, got := "WRONG", c.Got
	switch {
	case c.Unjudged != "":
		is, got = "not judged", "-"
	case c.Right:
		is = "right"
	}
	return []string{c.Name, is, c.Expect, got, "#" + strconv.Itoa(c.Issue), fmt.Sprintf("%.1f", c.Took), c.Pattern}
}

// showCanaries ends the report, whose rows have been printed.
func showCanaries(io console, r canariesReport, f format) error {
	if f.json {
		if err := io.printJSON(r); err != nil {
			return err
		}
	}
	var wrong []string
	var result error
	for _, c := range r.Canaries {
		switch {
		case c.Unjudged != "":
			fmt.Fprintf(io.err, "lockstep: %s: could not be judged: %s\n", c.Name, c.Unjudged)
		case !c.Right && !c.AsSeen:
			fmt.Fprintf(io.err, "lockstep: %s: TLC %s says %s, which is wrong, and of this version is new\n", c.Name, r.TLC.Version, c.Got)
			result = errFails
		case !c.AsSeen:
			fmt.Fprintf(io.err, "lockstep: %s: TLC %s is right, though this version was seen to be wrong: it is another TLC\n", c.Name, r.TLC.Version)
			result = errFails
		}
		if c.Unjudged == "" && !c.Right {
			wrong = append(wrong, c.Name)
		}
	}
	if len(wrong) > 0 {
		fmt.Fprintf(io.err, "lockstep: THIS TLC (%s) GETS %d OF %d CANARIES WRONG: %s\n", r.TLC.Version, len(wrong), len(r.Canaries), strings.Join(wrong, ", "))
		fmt.Fprintln(io.err, "hint: do not use their patterns; that our specs do not: go test ./internal/suspect; docs/canaries.md says more")
	}
	if result == nil && slices.ContainsFunc(r.Canaries, func(c tlc.CanaryCheck) bool { return c.Unjudged != "" }) {
		return errors.New("not all canaries were judged")
	}
	return result
}
