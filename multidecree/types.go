package multidecree

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/payload"
)

// What multidecree has from ballot and payload, under the same names.
type (
	ParticipantID = ballot.ParticipantID
	Participants  = ballot.Participants
	Number        = ballot.Number
	Message       = ballot.Message
	Envelope      = ballot.Envelope
	Decree        = payload.Decree // Bytes, which mean nothing here. The zero value is no decree.
	State         = payload.State  // Bytes, too: what a snapshot holds.
)

// NoOp is the olive-day decree, which fills a gap: PTP 3.1. NoState is what a snapshot holds
// that covers nothing.
const (
	NoOp    = payload.NoOp
	NoState = payload.NoState
)

// NoNumber is lower than every number; see ballot.NoNumber.
var NoNumber = ballot.NoNumber

// Vote tells in which instance and ballot it was cast, and for what.
//
// Spec: MultiDecree!Vote.
type Vote struct {
	Instance int    `json:"instance"`
	Number   Number `json:"number"`
	Decree   Decree `json:"decree"`
}

// Entry is a decree in its instance.
//
// Spec: MultiDecree!Entry.
type Entry struct {
	Instance int    `json:"instance"`
	Decree   Decree `json:"decree"`
}

// Count is that the vote of Voter in an instance has been received.
//
// Spec: MultiDecree!Count.
type Count struct {
	Instance int           `json:"instance"`
	Voter    ParticipantID `json:"voter"`
}

func (v Vote) at() int  { return v.Instance }
func (e Entry) at() int { return e.Instance }
func (c Count) at() int { return c.Instance }

// Status is what a participant is doing about a ballot of its own.
type Status uint8

// Who is Idle has no ballot; who is Trying collects last votes for ballot
// LastTried; who is Presiding has those of a majority, and begins and counts.
const (
	Idle Status = iota
	Trying
	Presiding
)

var statusNames = []string{"idle", "trying", "presiding"}

func (s Status) String() string { return statusNames[s] }

// MarshalText writes the status as the spec does.
func (s Status) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what MarshalText wrote and refuses anything else.
func (s *Status) UnmarshalText(text []byte) error {
	i := slices.Index(statusNames, string(text))
	if i < 0 {
		return fmt.Errorf("%q is no status: want one of %q", text, statusNames)
	}
	*s = Status(i)
	return nil
}

// Durable is what a participant writes in indelible ink. It must be on disk
// before a message leaves that an action returned.
type Durable struct {
	LastTried Number       `json:"lastTried"` // The number of the last ballot that it tried to begin.
	NextBal   Number       `json:"nextBal"`   // It takes part in no ballot with a lower number.
	Votes     Slots[Vote]  `json:"votes"`     // Its vote in each instance above Cut: the one in the highest ballot.
	Ledger    Slots[Entry] `json:"ledger"`    // The entries that it knows to have passed, above Cut.
	Cut       int          `json:"cut"`       // Its snapshot covers the instances up to this one, which it has truncated.
	Snapshot  State        `json:"snapshot"`  // What that snapshot holds.
	Written   int          `json:"written"`   // Its ledger has, or had, all instances up to this one.
}

// Volatile is what a participant notes on a slip of paper, which a crash loses.
type Volatile struct {
	Status    Status       `json:"status"`    // Idle, Trying to preside with LastTried, or Presiding.
	Answered  Participants `json:"answered"`  // Those who have answered its NextBallot.
	Known     Votes        `json:"known"`     // Of the votes told to it: the highest in each instance that it has not written.
	Truncated int          `json:"truncated"` // How far, at most, those who answered have truncated.
	Inherited int          `json:"inherited"` // While Presiding: nothing above this instance passed in a lower ballot.
	Proposed  Entries      `json:"proposed"`  // While Presiding: the entries that it put to the vote and has not written.
	Voters    Counts       `json:"voters"`    // While Presiding: the votes for these that have reached it.
}

// Variables are what a participant knows: the variables of the spec at one p, as
// they are logged and compared.
type Variables struct {
	Durable
	Volatile
}

// Config is what a participant is told before it begins, and what never changes.
type Config struct {
	Participants Participants `json:"participants"` // All participants, in ascending order.
	Window       int          `json:"window"`       // How far past the first undecided instance a president may begin.
	Proposals    Decrees      `json:"proposals"`    // The decrees that this one would have passed.
}

// Decrees is a set of decrees.
type Decrees struct {
	All  bool     // Whether it has all decrees but NoOp.
	Only []Decree // What it has if it does not have all.
}

// Contains is true iff d is in the set.
func (s Decrees) Contains(d Decree) bool {
	if s.All {
		return d != NoOp && d != ""
	}
	return slices.Contains(s.Only, d)
}

// Participant is one participant of the parliament. It may be copied: no action
// writes to what a copy shares with it.
//
// Spec: the variables of MultiDecree at one p.
type Participant struct {
	ID ParticipantID
	Config
	Durable
	Volatile
}

// New is a participant that has done nothing yet.
//
// Spec: MultiDecree!Init.
func New(id ParticipantID, config Config) *Participant {
	return &Participant{ID: id, Config: config, Durable: Durable{Snapshot: NoState}}
}

// Variables are what p knows now.
func (p *Participant) Variables() Variables { return Variables{p.Durable, p.Volatile} }

func compareVotes(a, b Vote) int {
	return cmp.Or(cmp.Compare(a.Instance, b.Instance), a.Number.Compare(b.Number), cmp.Compare(a.Decree, b.Decree))
}

func compareEntries(a, b Entry) int {
	return cmp.Or(cmp.Compare(a.Instance, b.Instance), cmp.Compare(a.Decree, b.Decree))
}

func compareCounts(a, b Count) int {
	return cmp.Or(cmp.Compare(a.Instance, b.Instance), cmp.Compare(a.Voter, b.Voter))
}
