package lease_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/lease"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

type global = lease.Global[machine.Counter]

var first, second = lease.Number{Try: 1, Owner: 1}, lease.Number{Try: 1, Owner: 2}

// halfway is a state that can be reached: participant 1 presides and holds a lease, which
// 1 and 2 granted when it asked at 5. It is 7 by the slowest clock.
func halfway(t *testing.T) global {
	s := global{Now: 7, Drift: config.Drift}
	for _, p := range config.Participants {
		s.Participants = append(s.Participants, lease.New[machine.Counter](p, config))
	}
	step := func(messages []lease.Message, ok bool) []lease.Message {
		require.True(t, ok, "halfway: a step is disabled")
		s.Messages = append(s.Messages, messages...)
		return messages
	}
	one := s.Participants[0]
	asked := step(one.ChooseBallotNumber(first))
	for i, p := range s.Participants[:2] {
		answer := step(p.Promise(asked[i].(lease.NextBallot), 3))
		step(one.HandleLastVote(answer[0].(multidecree.LastVote)))
	}
	asked = step(one.RequestLease(5))
	for i, p := range s.Participants[:2] {
		grant := step(p.GrantLease(asked[i].(lease.LeaseRequest), 5))
		step(one.HandleGrant(grant[0].(lease.Grant)))
	}
	return s
}

// violated are the names of the invariants that s violates.
func violated(s global) []string {
	var names []string
	for _, invariant := range lease.Invariants[machine.Counter]() {
		if !invariant.Holds(s) {
			names = append(names, invariant.Name)
		}
	}
	return names
}

func TestInvariantsHoldWhereAParliamentCanGet(t *testing.T) {
	assert.Empty(t, violated(global{}))
	s := halfway(t)
	assert.Empty(t, violated(s))
	require.True(t, s.Participants[0].HoldsLease(s.Now))
	_, reads := s.Participants[0].LeaseRead(replica.Query{Envelope: to(client, 1), Query: 1, Op: machine.Read}, s.Now)
	require.True(t, reads)
}

// by changes participant id.
func by(id lease.ParticipantID, change func(*node)) func(*global) {
	return func(s *global) { change(s.Participants[id-1]) }
}

func send(m lease.Message) func(*global) {
	return func(s *global) { s.Messages = append(s.Messages, m) }
}

// lose takes the messages of a type away.
func lose(typ string) func(*global) {
	return func(s *global) {
		s.Messages = slices.DeleteFunc(s.Messages, func(m lease.Message) bool { return m.Type() == typ })
	}
}

// violations are changes to halfway and the invariant that must see it.
var violations = []struct {
	invariant, how string
	change         func(*global)
}{
	{"LeaseTypeOK", "a lease for somebody unknown", by(1, func(p *node) { p.Granted.Holder = 4 })},
	{"LeaseTypeOK", "a lease that ended before time began", by(1, func(p *node) { p.Granted.Until = -1 })},
	{"LeaseTypeOK", "a grant of somebody unknown", by(1, func(p *node) { p.Grants = lease.Grants{{From: 4, Number: first, Time: 5}} })},
	{"LeaseTypeOK", "a grant in no ballot", by(1, func(p *node) { p.Grants = lease.Grants{{From: 1, Time: 5}} })},
	{"LeaseTypeOK", "a grant before time began", by(1, func(p *node) { p.Grants = lease.Grants{{From: 1, Number: first, Time: -1}} })},
	{"LeaseTypeOK", "a request of nobody", send(lease.LeaseRequest{Envelope: to(0, 1), Number: first, Time: 5})},
	{"LeaseTypeOK", "a grant to nobody", send(lease.Grant{Envelope: to(1, 0), Number: first, Time: 5})},
	{"LeaseTypeOK", "a time before the first", func(s *global) { s.Now = -1 }},
	{"GrantsAreTrue", "a lease is asked for another", send(lease.LeaseRequest{Envelope: to(1, 2), Number: second, Time: 5})},
	{"GrantsAreTrue", "a lease is asked for at a time to come", send(lease.LeaseRequest{Envelope: to(1, 2), Number: first, Time: 9})},
	{"GrantsAreTrue", "a grant that nobody asked for", send(lease.Grant{Envelope: to(2, 1), Number: first, Time: 6})},
	{"GrantsAreTrue", "a grant that nobody sent", by(1, func(p *node) { p.Grants = p.Grants.With(lease.Given{From: 3, Number: first, Time: 5}) })},
	{"GrantsAreTrue", "the grants that are counted are gone", lose("Grant")},
	{"GrantsAreTrue", "a grant that stands for more than a term", by(3, func(p *node) { p.Granted = lease.Granted{Holder: 1, Until: 39} })},
	{"GrantsStand", "a grant is forgotten", by(2, func(p *node) { p.Granted = lease.Granted{} })},
	{"GrantsStand", "another is granted a lease, too", by(2, func(p *node) { p.Granted.Holder = 2 })},
	{"GrantsStand", "a grant has ended by some clock", by(2, func(p *node) { p.Granted.Until = 8 })},
	{"LeasesKeepOthersOut", "a majority has promised a higher ballot", func(s *global) {
		s.Participants[1].NextBal, s.Participants[2].NextBal = second, second
	}},
	{"LeaseReadsAreCurrent", "another has written more", by(2, func(p *node) {
		p.Ledger = p.Ledger.With(multidecree.Entry{Instance: 1, Decree: multidecree.NoOp})
	})},
	{"LeaseReadsAreCurrent", "another has truncated more", by(3, func(p *node) { p.Cut, p.Written = 1, 1 })},
}

func TestEachInvariantIsViolatedByWhatItForbids(t *testing.T) {
	for _, c := range violations {
		s := halfway(t)
		c.change(&s)
		assert.Contains(t, violated(s), c.invariant, c.how)
	}
}

// A violation is one only while the grant may be counted.
func TestLeasesThatHaveEndedForbidNothing(t *testing.T) {
	s := halfway(t)
	s.Now = 5 + config.Term - config.Margin()
	s.Participants[1].Granted = lease.Granted{}
	s.Participants[1].NextBal, s.Participants[2].NextBal = second, second
	assert.Empty(t, violated(s))
	s.Now--
	assert.Equal(t, []string{"GrantsStand", "LeasesKeepOthersOut"}, violated(s))
}

func TestConfigThatCannotWorkIsRefused(t *testing.T) {
	for _, c := range []struct {
		term, drift lease.Time
		want        string
	}{
		{0, 0, ""}, {0, 5, ""}, {1, 0, ""}, {11, 5, ""},
		{10, 5, "a Term of 10 is over before it is of use"},
		{-1, 0, "Term and Drift may not be negative"},
		{1, -1, "Term and Drift may not be negative"},
	} {
		err := lease.Config{Term: c.term, Drift: c.drift}.Check()
		if c.want == "" {
			assert.NoError(t, err, c)
			continue
		}
		assert.ErrorContains(t, err, c.want, c)
	}
	assert.Panics(t, func() { lease.New[machine.Counter](1, lease.Config{Term: 1, Drift: 1}) })
}

func TestCopiesShareNothingThatIsWrittenTo(t *testing.T) {
	s := halfway(t)
	one := *s.Participants[0]
	before := slices.Clone(one.Grants)
	_, ok := s.Participants[0].HandleGrant(lease.Grant{Envelope: to(2, 1), Number: first, Time: 6})
	require.True(t, ok)
	assert.Equal(t, before, one.Grants)
	assert.NotEqual(t, before, s.Participants[0].Grants)
}
