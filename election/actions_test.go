package election

import (
	"encoding/json"
	"errors"
	"math"
	"testing"
)

// candidate is a participant of three that follows ballot b and whose timer rang.
func candidate(id ParticipantID, b Ballot) *Participant {
	p := New(id, Config{Participants: Participants{1, 2, 3}})
	p.Durable, p.Volatile = Durable{b}, Volatile{Candidate}
	return p
}

func TestLeastClaimIsTheLeastThatClaimTakes(t *testing.T) {
	for _, c := range []struct {
		id             ParticipantID
		follows, least Ballot
	}{
		{1, NoBallot, Ballot{1, 1}},
		{2, Ballot{1, 1}, Ballot{1, 2}},
		{1, Ballot{1, 2}, Ballot{2, 1}},
		{2, Ballot{1, 2}, Ballot{2, 2}},
		{3, Ballot{LastEpoch, 2}, Ballot{LastEpoch, 3}},
		{1, Ballot{LastEpoch - 1, 2}, Ballot{LastEpoch, 1}},
	} {
		p := candidate(c.id, c.follows)
		least, err := p.LeastClaim()
		if err != nil || least != c.least {
			t.Errorf("%d follows %s: LeastClaim is %s, %v, want %s", c.id, c.follows, least, err, c.least)
		}
		if _, ok := p.Claim(Ballot{least.Epoch - 1, c.id}); ok {
			t.Errorf("%d follows %s: it may claim in an epoch below that of %s", c.id, c.follows, least)
		}
		if _, ok := p.Claim(least); !ok {
			t.Errorf("%d follows %s: it may not claim %s", c.id, c.follows, least)
		}
	}
}

func TestEpochsDoNotWrap(t *testing.T) {
	for _, follows := range []Ballot{{LastEpoch, 2}, {LastEpoch, 3}} {
		p := candidate(2, follows)
		if b, err := p.LeastClaim(); !errors.Is(err, ErrEpochsExhausted) || b != NoBallot {
			t.Errorf("after %s: LeastClaim is %s, %v, want ErrEpochsExhausted", follows, b, err)
		}
		for _, epoch := range []Epoch{math.MinInt32, -1, 0, 1, LastEpoch - 1, LastEpoch, LastEpoch + 1, math.MaxInt32} {
			if _, ok := p.Claim(Ballot{epoch, 2}); ok || p.Ballot != follows {
				t.Errorf("after %s participant 2 claims %s", follows, Ballot{epoch, 2})
			}
		}
	}
}

func TestWhoHasALaterEpochToClaimIsNotExhausted(t *testing.T) {
	p := candidate(2, Ballot{LastEpoch - 1, 3})
	b, err := p.LeastClaim()
	if want := (Ballot{LastEpoch, 2}); err != nil || b != want {
		t.Fatalf("LeastClaim is %s, %v, want %s", b, err, want)
	}
	if _, ok := p.Claim(b); !ok {
		t.Errorf("the last epoch cannot be claimed")
	}
}

func TestBallotsOfNoEpochAreRefused(t *testing.T) {
	for _, text := range []string{`[1000000000,1]`, `[4294967297,1]`, `[-1,1]`, `[1]`, `[1,2,3]`, `"1.2"`, `[1.5,1]`, `null`} {
		var b Ballot
		if err := json.Unmarshal([]byte(text), &b); err == nil {
			t.Errorf("%s is read as ballot %s", text, b)
		}
	}
	var b Ballot
	if err := json.Unmarshal([]byte(`[999999999,3]`), &b); err != nil || b != (Ballot{LastEpoch, 3}) {
		t.Errorf("the last ballot of 3 is read as %s, %v", b, err)
	}
}

func TestRulesAndRolesReadWhatTheyWrite(t *testing.T) {
	for _, rule := range []Rule{IncumbentRule, RankRule} {
		var back Rule
		text, _ := rule.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != rule {
			t.Errorf("%s is read as %s, %v", text, back, err)
		}
	}
	for _, role := range []Role{Down, Follower, Candidate, Leader} {
		var back Role
		text, _ := role.MarshalText()
		if err := back.UnmarshalText(text); err != nil || back != role {
			t.Errorf("%s is read as %s, %v", text, back, err)
		}
	}
	if new(Rule).UnmarshalText([]byte("leader")) == nil || new(Role).UnmarshalText([]byte("rank")) == nil {
		t.Errorf("an unknown name is read")
	}
}
