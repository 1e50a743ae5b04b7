package synod

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
)

// ParticipantID names a participant. IDs are positive and compare as numbers.
type ParticipantID int

// Decree is what ballots are about. Its content means nothing here.
type Decree string

// Blank stands in a ledger before a decree does. It is no decree.
const Blank Decree = ""

// Number is the number of a ballot: a try and the participant whose ballot it
// is, so that no two participants use the same. PTP 2.3.
//
// Spec: Synod!Number. In JSON, as in TLA+, it is a pair: [try, owner].
type Number struct {
	Try   int
	Owner ParticipantID
}

// NoNumber is lower than every number; who never tried a ballot, never promised
// or never voted has it in the place of one.
var NoNumber = Number{}

// IsHigher is true iff ballot a is later than ballot b.
func (a Number) IsHigher(b Number) bool {
	return a.Try > b.Try || a.Try == b.Try && a.Owner > b.Owner
}

// String prints a number as "try.owner".
func (a Number) String() string {
	if a == NoNumber {
		return "none"
	}
	return fmt.Sprintf("%d.%d", a.Try, a.Owner)
}

// MarshalJSON writes the pair [try, owner].
func (a Number) MarshalJSON() ([]byte, error) {
	return json.Marshal([2]int{a.Try, int(a.Owner)})
}

// UnmarshalJSON reads the pair [try, owner] and refuses anything else.
func (a *Number) UnmarshalJSON(data []byte) error {
	var pair []int
	if err := json.Unmarshal(data, &pair); err != nil {
		return fmt.Errorf("a ballot number is a pair [try, owner]: %w", err)
	}
	if len(pair) != 2 {
		return fmt.Errorf("a ballot number is a pair [try, owner], not %s", data)
	}
	*a = Number{Try: pair[0], Owner: ParticipantID(pair[1])}
	return nil
}

// Vote tells who cast it, in which ballot, for which decree. Who never voted has
// a null vote, with NoNumber and Blank.
//
// Spec: Synod!Vote, Synod!NullVote.
type Vote struct {
	Voter  ParticipantID `json:"voter"`
	Number Number        `json:"number"`
	Decree Decree        `json:"decree"`
}

// Votes is a set of votes. Its methods never write to it.
type Votes []Vote

// Contains is true iff v is in the set.
func (s Votes) Contains(v Vote) bool { return slices.Contains(s, v) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Votes) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // A decree is written in one way, wherever it stands.
	err := e.Encode(append([]Vote{}, s...))
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Votes) IsSet() bool { return isSet(s, compareVotes) }

// With is the set with v in it.
func (s Votes) With(v Vote) Votes { return with(s, v, compareVotes) }

func compareVotes(a, b Vote) int {
	switch {
	case a.Voter != b.Voter:
		return int(a.Voter - b.Voter)
	case a.Number.IsHigher(b.Number):
		return 1
	case b.Number.IsHigher(a.Number):
		return -1
	case a.Decree > b.Decree:
		return 1
	case a.Decree < b.Decree:
		return -1
	}
	return 0
}

// Participants is a set of participants. Its methods never write to it.
type Participants []ParticipantID

// Contains is true iff q is in the set.
func (s Participants) Contains(q ParticipantID) bool { return slices.Contains(s, q) }

// MarshalJSON writes the set as a list, [] if it is empty.
func (s Participants) MarshalJSON() ([]byte, error) {
	return json.Marshal(append([]ParticipantID{}, s...))
}

// IsSet reports whether s is in ascending order, each element once, as sets are.
func (s Participants) IsSet() bool { return isSet(s, cmp.Compare) }

// With is the set with q in it.
func (s Participants) With(q ParticipantID) Participants { return with(s, q, cmp.Compare) }

// with inserts x into the sorted slice s, unless it is there, and leaves s as it was.
func with[E any](s []E, x E, compare func(a, b E) int) []E {
	at, found := slices.BinarySearchFunc(s, x, compare)
	if found {
		return s
	}
	return slices.Insert(slices.Clip(slices.Clone(s)), at, x)
}

// isSet reports whether s is in ascending order, each element once.
func isSet[E any](s []E, compare func(a, b E) int) bool {
	for i := 1; i < len(s); i++ {
		if compare(s[i-1], s[i]) >= 0 {
			return false
		}
	}
	return true
}

// Status is what a participant is doing about a ballot of its own.
type Status uint8

// Who is Idle has no ballot; who is Trying collects last votes for ballot
// LastTried; who is Polling has begun it and counts the votes.
const (
	Idle Status = iota
	Trying
	Polling
)

var statusNames = []string{"idle", "trying", "polling"}

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
	LastTried Number `json:"lastTried"` // The number of the last ballot that it tried to begin.
	NextBal   Number `json:"nextBal"`   // It takes part in no ballot with a lower number.
	PrevVote  Vote   `json:"prevVote"`  // Its vote in the highest ballot in which it voted.
	Ledger    Decree `json:"ledger"`    // The decree that it knows to have passed, or Blank.
}

// Volatile is what a participant notes on a slip of paper, which a crash loses.
type Volatile struct {
	Status    Status       `json:"status"`    // Idle, Trying to begin ballot LastTried, or Polling in it.
	PrevVotes Votes        `json:"prevVotes"` // While Trying: the votes reported to it in answer to LastTried.
	Decree    Decree       `json:"decree"`    // While Polling: the decree on which it has others vote.
	Voters    Participants `json:"voters"`    // While Polling: those whose votes have reached it.
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
	Proposals    []Decree     `json:"proposals"`    // The decrees that this one would have passed; who has none never tries.
}

// Participant is one participant of the synod. It may be copied: no action
// writes to what a copy shares with it.
//
// Spec: the variables of Synod at one p.
type Participant struct {
	ID ParticipantID
	Config
	Durable
	Volatile
}

// New is a participant that has done nothing yet.
//
// Spec: Synod!Init.
func New(id ParticipantID, config Config) *Participant {
	return &Participant{
		ID:      id,
		Config:  config,
		Durable: Durable{PrevVote: Vote{Voter: id}},
	}
}

// Variables are what p knows now.
func (p *Participant) Variables() Variables { return Variables{p.Durable, p.Volatile} }
