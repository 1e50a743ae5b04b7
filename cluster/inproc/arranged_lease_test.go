package inproc

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/replay"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// What clients see of the broken variants of Lease is arranged: in runs it is rare.

const term, drift lease.Time = 10, 1

// leaseStory tells how a broken variant lets a client read what is old. It is told until
// a step is refused, and tells whether none was.
type leaseStory struct {
	variant string
	refused string // The step that the right twin refuses.
	traced  string // The step at which the trace is rejected: the first that is not the right twin's.
	tell    func(a *withLeases) bool
}

var leaseStories = []leaseStory{
	// When 1 asks its clock is one ahead of 2's, and when it reads one behind.
	{"LeaseMarginOfOneDrift", "LeaseRead", "LeaseRead", func(a *withLeases) bool {
		return a.leads(1, 2, 0) && a.requests(1, 1) && a.grants(1, 1, 1) && a.grants(2, 1, 0) && a.holds(1, 2, 1) &&
			a.leads(3, 2, 10) && a.increments(3, 2) && a.reads(1, 9)
	}},
	{"LeasePromiseDuringGrant", "Promise", "Promise", func(a *withLeases) bool {
		return a.leads(1, 2, 0) && a.requests(1, 0) && a.grants(1, 1, 0) && a.grants(2, 1, 0) && a.holds(1, 2, 0) &&
			a.leads(3, 2, 1) && a.increments(3, 2) && a.reads(1, 1)
	}},
	// The grants are on their way for nearly as long as they stand.
	{"LeaseCountedFromReceipt", "LeaseRead", "HandleGrant", func(a *withLeases) bool {
		return a.leads(1, 2, 0) && a.requests(1, 0) && a.grants(1, 1, 0) && a.grants(2, 1, 0) && a.holds(1, 2, 9) &&
			a.leads(3, 2, 10) && a.increments(3, 2) && a.reads(1, 10)
	}},
	// 3 presides, and has not written yet what it inherited.
	{"LeaseReadIgnoresInherited", "LeaseRead", "LeaseRead", func(a *withLeases) bool {
		return a.leads(1, 2, 0) && a.increments(1, 2) &&
			a.leads(3, 2, 0) && a.requests(3, 0) && a.grants(3, 3, 0) && a.grants(2, 3, 0) && a.holds(3, 2, 0) && a.reads(3, 1)
	}},
	{"LeaseGrantForgotten", "Promise", "LoseGrants", func(a *withLeases) bool {
		return a.leads(1, 2, 0) && a.requests(1, 0) && a.grants(1, 1, 0) && a.grants(2, 1, 0) && a.holds(1, 2, 0) &&
			a.loses(2, 1) && a.leads(3, 2, 1) && a.increments(3, 2) && a.reads(1, 1)
	}},
	// 3 has not heard of 2's ballot when it grants, and so may grant to 1, too, which asked before.
	{"LeaseGrantedTwice", "GrantLease", "GrantLease", func(a *withLeases) bool {
		return a.leads(1, 3, 0) && a.requests(1, 0) &&
			a.leads(2, 1, 0) && a.requests(2, 0) && a.grants(2, 2, 0) && a.grants(3, 2, 0) && a.holds(2, 3, 0) &&
			a.grants(3, 1, 0) && a.leads(1, 3, 1) && a.increments(1, 3) && a.reads(2, 1)
	}},
	{"LeaseGrantedToDeposed", "GrantLease", "GrantLease", func(a *withLeases) bool {
		return a.leads(1, 2, 0) && a.requests(1, 0) && a.grants(1, 1, 0) &&
			a.leads(3, 2, 0) && a.grants(2, 1, 0) && a.holds(1, 2, 0) && a.increments(3, 2) && a.reads(1, 1)
	}},
}

func TestReadsByLeaseThatAreOldAreCaughtByTheHistory(t *testing.T) {
	documented := documentedRows(t, "lease.md", "| variant ([../spec/broken](../spec/broken)) | all messages | what clients see | Porcupine; the step | trace validation |")
	require.Len(t, documented, len(leaseStories)+1, "all but LeaseHolderNotNoted are arranged")
	var all []*trace.Trace
	for _, s := range leaseStories {
		t.Run(s.variant, func(t *testing.T) {
			broken := &withLeases{arranged: arrange(t, fault{}, term, drift), variant: s.variant}
			require.True(t, s.tell(broken), "%s is refused", broken.refused)
			judged := linearizability.Check(t.Context(), broken.history, linearizability.Options{Checker: linearizability.Porcupine})
			require.Equal(t, linearizability.Fails, judged.Verdict)
			require.Equal(t, "client 5 read 0 (call 3, return 4) after client 4's increment to 1 had returned at 2", judged.Reason)

			right := &withLeases{arranged: arrange(t, fault{}, term, drift)}
			require.False(t, s.tell(right))
			require.Equal(t, s.refused, right.refused)
			require.Equal(t, []string{"fails; `" + s.refused + "`", "`" + s.traced + "`"}, documented[s.variant][3:])

			old, current := broken.trace(s.variant), right.trace(s.variant+", right")
			require.ErrorContains(t, replay.Run(old, catalog.LeaseTrace), s.traced+"(")
			require.NoError(t, replay.Run(current, catalog.LeaseTrace))
			all = append(all, old, current)
		})
	}
	require.NotEmpty(t, all)
	report, err := validate.Run(t.Context(), all, catalog.LeaseTrace, validate.Options{Root: tlctest.Root(t), Jar: tlctest.Jar(t)})
	require.NoError(t, err)
	require.Equal(t, len(all), report.Agreed, "TLC rejects at the same lines")
	for i, accepted := range report.Accepted {
		require.Equal(t, i%2 == 1, accepted, all[i].Name)
	}
}

// withLeases are arranged participants with leases, who have the fault of a variant, if
// any. Times are what the clock of whoever acts shows.
type withLeases struct {
	*arranged
	variant string
	refused string // The step that was refused.
}

// do tells whether p can take a step, and has it do so. It receives the letter, if any,
// at the time t, if the action has one.
func (a *withLeases) do(p replica.ParticipantID, action string, l *letter[replica.Message], t *lease.Time, take func(*leased) ([]replica.Message, bool)) bool {
	sent, ok := take(a.participants[p])
	if !ok {
		a.refused = action
		return false
	}
	params, cause := map[string]any{}, (*trace.ID)(nil)
	if l != nil {
		params["m"], cause = l.message, &l.cause
	}
	if t != nil {
		params["t"] = *t
	}
	a.logs(p, action, params, cause, a.variables(p), sent)
	return true
}

// leads has p preside, with the promise of another, whose clock shows t.
func (a *withLeases) leads(p, other replica.ParticipantID, t lease.Time) bool {
	a.tries(p)
	for _, q := range []replica.ParticipantID{p, other} {
		l := a.last("NextBallot", p, q)
		m := l.message.(multidecree.NextBallot)
		if !a.do(q, "Promise", &l, &t, func(q *leased) ([]replica.Message, bool) {
			if a.variant == "LeasePromiseDuringGrant" {
				without := q.WithoutLeases()
				sent, ok := without.HandleNextBallot(m)
				q.NextBal = without.NextBal
				return sent, ok
			}
			return q.Promise(m, t)
		}) {
			return false
		}
		a.receives(p, "LastVote", q)
	}
	return true
}

func (a *withLeases) requests(p replica.ParticipantID, t lease.Time) bool {
	return a.do(p, "RequestLease", nil, &t, func(p *leased) ([]replica.Message, bool) { return p.RequestLease(t) })
}

// grants has q grant what p asked for.
func (a *withLeases) grants(q, p replica.ParticipantID, t lease.Time) bool {
	l := a.last("LeaseRequest", p, q)
	m := l.message.(lease.LeaseRequest)
	return a.do(q, "GrantLease", &l, &t, func(q *leased) ([]replica.Message, bool) {
		promised := q.NextBal
		switch a.variant {
		case "LeaseGrantedTwice":
			q.Granted = lease.Granted{}
		case "LeaseGrantedToDeposed":
			q.NextBal = m.Number
		}
		sent, ok := q.GrantLease(m, t)
		q.NextBal = promised
		return sent, ok
	})
}

// holds has p note its own grant and that of another.
func (a *withLeases) holds(p, other replica.ParticipantID, t lease.Time) bool {
	for _, q := range []replica.ParticipantID{p, other} {
		l := a.last("Grant", q, p)
		m := l.message.(lease.Grant)
		if a.variant == "LeaseCountedFromReceipt" {
			m.Time = t
		}
		if !a.do(p, "HandleGrant", &l, nil, func(p *leased) ([]replica.Message, bool) { return p.HandleGrant(m) }) {
			return false
		}
	}
	return true
}

func (a *withLeases) loses(q replica.ParticipantID, t lease.Time) bool {
	return a.do(q, "LoseGrants", nil, &t, func(q *leased) ([]replica.Message, bool) {
		sent, ok := q.LoseGrants(t)
		if a.variant == "LeaseGrantForgotten" {
			q.Granted = lease.Granted{}
		}
		return sent, ok
	})
}

// increments has a client increment, through p and with the vote of another.
func (a *withLeases) increments(p, other replica.ParticipantID) bool {
	operation, d := a.wants(p)
	a.passes(p, other, "Propose", 1, d)
	a.executes(p)
	a.returns(operation, "Answer", p)
	return true
}

// reads has a client read by lease.
func (a *withLeases) reads(p replica.ParticipantID, t lease.Time) bool {
	operation := a.calls(reader, "Ask", machine.Read)
	l := a.last("Query", reader, p)
	m := l.message.(replica.Query)
	if !a.do(p, "LeaseRead", &l, &t, func(p *leased) ([]replica.Message, bool) {
		switch a.variant {
		case "LeaseMarginOfOneDrift":
			p.Margin = drift
		case "LeaseReadIgnoresInherited":
			return p.LeaseResultTo(m), p.HoldsLease(t) && p.Written <= p.Executed
		}
		return p.LeaseRead(m, t)
	}) {
		return false
	}
	a.returns(operation, "Result", p)
	return true
}
