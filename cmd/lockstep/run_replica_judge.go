package main

import (
	"context"
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/trace/replay"
)

// forPorcupine is how many operations Porcupine is asked about as a matter of course.
const forPorcupine = 3000

// judge makes all checks that there are for the state machine.
func (r *runReplicaReport) judge(ctx context.Context, o runReplicaOptions) error {
	isCounter := o.Machine != linearizability.KeyValue
	if isCounter {
		r.verdict("no client was told anything impossible", fmt.Sprintf("%d operations, %d of unknown outcome", r.Done, r.Unknown), r.Violations)
	}
	r.verdict("participants agree", fmt.Sprintf("on %d instances", longest(r.Executed)), r.Divided)
	if isCounter {
		r.linearizable(ctx, o, linearizability.Exact)
	}
	if !isCounter || r.Done+r.Unknown <= forPorcupine {
		r.linearizable(ctx, o, linearizability.Porcupine)
	}
	differs, events, err := differsFromTrace(ctx, r.Trace, r.ReplicaReport.History)
	if err != nil {
		return err
	}
	r.verdict("the history is that of the trace", fmt.Sprintf("%d events", events), differs)
	if !isCounter || o.Term > 0 {
		if err := r.replay(ctx, o); err != nil {
			return err
		}
	}
	r.ToCome, r.Not = validateCommand(r.Trace), []string{}
	if !isCounter {
		r.ToCome, r.Not = "", []string{
			"whether TLC accepts the trace: the state machine of the spec is a counter",
			"what each client is told while the run goes on: that check is of a counter, and so is the exact checker",
		}
	}
	r.Verdict = worst(r.Checks)
	return nil
}

// Made says which checks were made, and what the strongest is if it was not.
func (r runReplicaReport) Made() string {
	if r.byTLC {
		return fmt.Sprintf("the %d checks above; that of TLC was made with: %s", len(r.Checks), r.ToCome)
	}
	made := fmt.Sprintf("made here: the %d checks above, none by TLC", len(r.Checks))
	if r.ToCome == "" {
		return made + ", which judges no traces of this state machine"
	}
	return made + "; " + toCome(r.ToCome)
}

// validateCommand has TLC judge the traces that a run left.
func validateCommand(traces string) string {
	return plain.Command("lockstep", "trace", "validate", traces)
}

// toCome says of a run that TLC has not judged it.
func toCome(command string) string {
	return "the strongest check is still to come: " + command
}

// linearizable has a checker judge the history.
func (r *runReplicaReport) linearizable(ctx context.Context, o runReplicaOptions, checker linearizability.Checker) {
	soon, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	found := linearizability.Check(soon, r.ReplicaReport.History, linearizability.Options{Checker: checker, MaxBytes: o.maxBytes})
	reason := found.Reason
	if reason == "" {
		reason = fmt.Sprintf("%d operations", found.Operations)
	}
	r.Checks = append(r.Checks, replicaCheck{fmt.Sprintf("the history is linearizable (%s)", checker), found.Verdict, reason})
}

// judgedByTLC adds what TLC said of the trace, and writes the page anew.
func (r *runReplicaReport) judgedByTLC(v validateReport, err error) error {
	c := replicaCheck{"TLC: the trace is a behaviour of the spec", linearizability.Holds, fmt.Sprintf("%d events accepted", v.Events)}
	switch {
	case err != nil:
		c.Verdict, c.Reason = linearizability.Unjudged, err.Error()
	case len(v.Rejections) > 0:
		c.Verdict, c.Reason = linearizability.Fails, v.Rejections[0].Error()
	}
	r.Checks, r.byTLC = append(r.Checks, c), true
	r.Verdict = worst(r.Checks)
	return r.write()
}

// worst is the verdict of a run: one check that fails is enough, and so is one that could
// not judge.
func worst(checks []replicaCheck) linearizability.Verdict {
	verdict := linearizability.Holds
	for _, c := range checks {
		switch {
		case c.Verdict == linearizability.Fails:
			return linearizability.Fails
		case c.Verdict == linearizability.Unjudged:
			verdict = linearizability.Unjudged
		}
	}
	return verdict
}

// replay has the Go twins judge the trace: TLC does not, or leases believe in clocks, and
// whether these keep to the drift only the trace tells.
func (r *runReplicaReport) replay(ctx context.Context, o runReplicaOptions) error {
	replayed, err := replay.Files(ctx, []string{r.Trace}, catalog.Traces[o.Spec()], replay.Options{})
	if err != nil {
		return err
	}
	var rejected []string
	for _, rejection := range replayed.Rejections {
		rejected = append(rejected, rejection.Error())
	}
	check := "the Go twins take the steps of the trace"
	if o.Term > 0 {
		check = "clocks keep to the drift, and " + check
	}
	r.verdict(check, fmt.Sprintf("%d events", replayed.Events), rejected)
	return nil
}

// verdict is that of a check which found these faults.
func (r *runReplicaReport) verdict(check, judged string, faults []string) {
	c := replicaCheck{check, linearizability.Holds, judged}
	switch {
	case len(faults) > 0:
		c.Verdict, c.Reason = linearizability.Fails, fmt.Sprintf("%s (the first of %d)", faults[0], len(faults))
	case r.Done == 0:
		c.Verdict, c.Reason = linearizability.Unjudged, "no operation is done"
	}
	r.Checks = append(r.Checks, c)
}

func longest(executed []int) int {
	most := 0
	for _, n := range executed {
		most = max(most, n)
	}
	return most
}
