package machine

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Room is a chat room: who is in it, and what was said last.
type Room struct {
	Members []string `json:"members"` // In ascending order.
	Lines   []Line   `json:"lines"`   // The last of them, at most MaxLines.
	Said    int      `json:"said"`    // How many there ever were.
}

// Line is what somebody said. Its fields stand in the order of canonical JSON.
type Line struct {
	By   string `json:"by"`
	Text string `json:"text"`
}

// MaxLines is how many lines a room remembers.
const MaxLines = 100

// roomOp is an operation on a Room: exactly one of its fields is there.
type roomOp struct {
	Join  *string `json:"join,omitempty"`
	Leave *string `json:"leave,omitempty"`
	Say   *Line   `json:"say,omitempty"`
	Hear  *int    `json:"hear,omitempty"`
}

// Join has somebody come in. Its answer are the members, then.
func Join(who string) string { return operation(roomOp{Join: &who}) }

// Leave has somebody go. Its answer are the members, then.
func Leave(who string) string { return operation(roomOp{Leave: &who}) }

// Say has a member say a line. Its answer is the number of the line, and false if who
// says it is not in the room.
func Say(by, line string) string { return operation(roomOp{Say: &Line{by, line}}) }

// Hear changes nothing. Its answer are the lines after that number which the room
// remembers.
func Hear(after int) string { return operation(roomOp{Hear: &after}) }

// Apply is the room after op, and the answer. Of what is no operation the answer says so.
func (r Room) Apply(op string) (Room, string) {
	var o roomOp
	if json.Unmarshal([]byte(op), &o) != nil {
		return r, unknown
	}
	switch o {
	case roomOp{Join: o.Join}:
		return r.change(o.Join, true)
	case roomOp{Leave: o.Leave}:
		return r.change(o.Leave, false)
	case roomOp{Say: o.Say}:
		return r.say(*o.Say)
	case roomOp{Hear: o.Hear}:
		return r, text(r.after(*o.Hear))
	}
	return r, unknown
}

// change has somebody in the room, or not.
func (r Room) change(who *string, in bool) (Room, string) {
	if who == nil { // The operation has no field.
		return r, unknown
	}
	place, found := slices.BinarySearch(r.Members, *who)
	switch {
	case in && !found:
		r.Members = slices.Insert(slices.Clone(r.Members), place, *who)
	case !in && found:
		r.Members = slices.Delete(slices.Clone(r.Members), place, place+1)
	}
	return r, text(append([]string{}, r.Members...))
}

// say has a member say a line.
func (r Room) say(line Line) (Room, string) {
	if _, found := slices.BinarySearch(r.Members, line.By); !found {
		return r, "false"
	}
	r.Lines = append(slices.Clip(r.Lines[max(0, len(r.Lines)+1-MaxLines):]), line)
	r.Said++
	return r, text(r.Said)
}

// after are the lines after that number.
func (r Room) after(number int) []Line {
	first := r.Said - len(r.Lines) // The number of the line before the first.
	from := min(max(number-first, 0), len(r.Lines))
	return append([]Line{}, r.Lines[from:]...)
}

// roomSnapshot is how a room is written: as canonical JSON is, lists that are empty too.
type roomSnapshot struct {
	Lines   []Line   `json:"lines"`
	Members []string `json:"members"`
	Said    int      `json:"said"`
}

// Query is the answer of the room to op, whatever op would make of it.
func (r Room) Query(op string) string {
	_, answer := r.Apply(op)
	return answer
}

// Snapshot is all that the room knows.
func (r Room) Snapshot() []byte {
	return []byte(text(roomSnapshot{append([]Line{}, r.Lines...), append([]string{}, r.Members...), r.Said}))
}

// MarshalJSON is Snapshot.
func (r Room) MarshalJSON() ([]byte, error) { return r.Snapshot(), nil }

// Restore is the room of which the snapshot is.
func (r Room) Restore(snapshot []byte) (Room, error) {
	var s roomSnapshot
	if err := json.Unmarshal(snapshot, &s); err != nil {
		return Room{}, fmt.Errorf("%s is no snapshot of a room: %w", snapshot, err)
	}
	return Room{Members: s.Members, Lines: s.Lines, Said: s.Said}, nil
}
