package payload

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"
	"strings"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// Decree is what ballots are about: a batch of commands, or other bytes. The zero value is no
// decree.
type Decree string

// State is what a snapshot holds: a state machine and sessions, or other bytes. The zero value
// is no state.
type State string

// Op is an operation that a state machine is told: any bytes.
type Op string

// Bytes are what a state machine tells: an answer, or a snapshot of it.
type Bytes string

// NoOp is the empty batch, and NoState what a snapshot holds that covers nothing.
const (
	NoOp    Decree = "\x00"
	NoState State  = "\x00"
)

// version is the first byte of each batch and each state that are not empty.
const version = 1

// Command is an operation that a client would have carried out, and its number among those of
// the client. The fields stand in the order of canonical JSON.
type Command struct {
	Client ballot.ParticipantID `json:"client"`
	Op     Op                   `json:"op"`
	Seq    int                  `json:"seq"`
}

// Session is the answer to a command, as a participant remembers it. The fields stand in the
// order of canonical JSON.
type Session struct {
	Answer Bytes                `json:"answer"`
	Client ballot.ParticipantID `json:"client"`
	Seq    int                  `json:"seq"`
}

// NewBatch is the decree that says these commands, one after the other. Clients and numbers are
// positive.
func NewBatch(commands ...Command) Decree {
	if len(commands) == 0 {
		return NoOp
	}
	size := 1
	for _, k := range commands {
		size += framed(k.Client, k.Seq, len(k.Op))
	}
	b := append(make([]byte, 0, size), version)
	for _, k := range commands {
		b = append(appendFrame(b, k.Client, k.Seq, len(k.Op)), k.Op...)
	}
	return Decree(b)
}

// ReadBatch are the commands that a decree says. It fails if that is no batch. Operations share
// the memory of the decree.
func ReadBatch(d Decree) ([]Command, error) {
	r := &reader{rest: string(d)}
	if d == NoOp {
		return []Command{}, nil
	}
	r.version()
	commands := make([]Command, 0, len(d)/8)
	for r.more(len(commands)) {
		k := Command{Client: ballot.ParticipantID(r.positive()), Seq: r.positive()}
		k.Op = Op(r.bytes())
		commands = append(commands, k)
	}
	if r.err != nil {
		return nil, fmt.Errorf("%q is no batch of commands: %w", brief(string(d)), r.err)
	}
	return commands, nil
}

// NewState is the state of a machine that tells value of itself, with these sessions, of which
// there are none if value is that of the machine before its first operation.
func NewState(value Bytes, sessions iter.Seq[Session]) State {
	b := append(make([]byte, 0, 64+len(value)), version)
	b = append(binary.AppendUvarint(b, uint64(len(value))), value...)
	for t := range sessions {
		b = append(appendFrame(b, t.Client, t.Seq, len(t.Answer)), t.Answer...)
	}
	return State(b)
}

// ReadState is what a state was made of. It fails if that was not made by NewState.
func ReadState(s State) (value Bytes, sessions []Session, err error) {
	r := &reader{rest: string(s)}
	r.version()
	value = Bytes(r.bytes())
	for r.more(1) {
		t := Session{Client: ballot.ParticipantID(r.positive()), Seq: r.positive()}
		t.Answer = Bytes(r.bytes())
		sessions = append(sessions, t)
	}
	if r.err != nil {
		return "", nil, fmt.Errorf("%q is no state: %w", brief(string(s)), r.err)
	}
	return value, sessions, nil
}

// framed is how long something is with a client and a number before it, or a bit more.
func framed(client ballot.ParticipantID, seq, length int) int {
	return varintLen(int(client)) + varintLen(seq) + varintLen(length) + length
}

func varintLen(n int) int {
	size := 1
	for ; n > 0x7f; n >>= 7 {
		size++
	}
	return size
}

func appendFrame(b []byte, client ballot.ParticipantID, seq, length int) []byte {
	b = binary.AppendUvarint(b, uint64(client))
	b = binary.AppendUvarint(b, uint64(seq))
	return binary.AppendUvarint(b, uint64(length))
}

// reader reads a frame. After an error it reads nothing more.
type reader struct {
	rest string
	err  error
}

// more reports whether there is more to read. Something must be there if there was nothing yet.
func (r *reader) more(already int) bool {
	if r.err == nil && r.rest == "" && already == 0 {
		r.fail("nothing stands in it; the empty one is the byte 0")
	}
	return r.err == nil && r.rest != ""
}

func (r *reader) version() {
	if r.rest == "" || r.rest[0] != version {
		r.fail("it does not begin with version 1 of the encoding")
		return
	}
	r.rest = r.rest[1:]
}

// number reads a varint, as it is written.
func (r *reader) number() int {
	var n uint64
	for i := 0; r.err == nil && i < len(r.rest) && i < binary.MaxVarintLen64; i++ {
		c := r.rest[i]
		n |= uint64(c&0x7f) << (7 * i)
		if c > 0x7f {
			continue
		}
		if c == 0 && i > 0 || n > math.MaxInt || i == binary.MaxVarintLen64-1 {
			r.fail("a number is too long")
			return 0
		}
		r.rest = r.rest[i+1:]
		return int(n)
	}
	r.fail("it is cut off in a number")
	return 0
}

// positive reads a client or a number of a command.
func (r *reader) positive() int {
	n := r.number()
	if n == 0 {
		r.fail("clients and numbers are positive")
	}
	return n
}

// bytes reads a length and so many bytes.
func (r *reader) bytes() string {
	n := r.number()
	if n > len(r.rest) {
		r.fail(fmt.Sprintf("it is cut off: %d bytes are missing", n-len(r.rest)))
	}
	if r.err != nil {
		return ""
	}
	bytes := r.rest[:n]
	r.rest = r.rest[n:]
	return bytes
}

// fail notes the first error.
func (r *reader) fail(why string) {
	if r.err == nil {
		r.err = errors.New(why)
	}
}

// brief is the beginning of what is to be quoted.
func brief(s string) string {
	const most = 100
	if len(s) <= most {
		return s
	}
	return strings.Clone(s[:most]) + "..."
}
