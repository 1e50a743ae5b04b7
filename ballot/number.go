package ballot

import (
	"cmp"
	"encoding/json"
	"fmt"
)

// ParticipantID names a participant. IDs are positive and compare as numbers.
type ParticipantID int

// Number is the number of a ballot: a try and the participant whose ballot it is, so that no
// two participants use the same. PTP 2.3.
//
// Spec: Number, of Synod and of MultiDecree. In JSON, as in TLA+, it is a pair: [try, owner].
type Number struct {
	Try   int
	Owner ParticipantID
}

// NoNumber is lower than every number. A participant that never tried a ballot, never promised
// or never voted has it in the place of one.
var NoNumber = Number{}

// IsHigher reports whether ballot a is later than ballot b.
func (a Number) IsHigher(b Number) bool {
	return a.Try > b.Try || a.Try == b.Try && a.Owner > b.Owner
}

// Compare orders numbers: it is positive if a is higher than b.
func (a Number) Compare(b Number) int {
	return cmp.Or(cmp.Compare(a.Try, b.Try), cmp.Compare(a.Owner, b.Owner))
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
