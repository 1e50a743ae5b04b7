package payload

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/ballot"
)

func TestABatchIsTheBytesThatTheDocumentationShows(t *testing.T) {
	require.Equal(t, Decree("\x01\x0b\x02\x03put\x0c\x01\x00"), NewBatch(Command{11, "put", 2}, Command{12, "", 1}))
}

// any are bytes of many kinds.
func anyBytes(random *rand.Rand) string {
	b := make([]byte, random.IntN(4)*random.IntN(100))
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return []string{string(b), "", "1764530000", "1099511627776", "\xff\x00", `{"a":[1]}`}[random.IntN(6)]
}

func TestBatchesAndStatesAreReadAsTheyWereWritten(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	number := func() int { return 1 + random.Int()>>random.IntN(63) }
	for range 2000 {
		commands, sessions := []Command{}, []Session(nil)
		for range random.IntN(5) {
			client := ballot.ParticipantID(min(number(), math.MaxInt-1))
			commands = append(commands, Command{client, Op(anyBytes(random)), number()})
			sessions = append(sessions, Session{Bytes(anyBytes(random)), client, number()})
		}
		read, err := ReadBatch(NewBatch(commands...))
		require.NoError(t, err)
		require.Equal(t, commands, read)
		want := Bytes(anyBytes(random))
		value, readSessions, err := ReadState(NewState(want, slices.Values(sessions)))
		require.NoError(t, err)
		require.Equal(t, want, value)
		require.Equal(t, sessions, readSessions)
	}
}

func TestWhatIsNoBatchIsRefused(t *testing.T) {
	for d, want := range map[Decree]string{
		"":                              "it does not begin with version 1 of the encoding",
		"\x02\x0b\x01\x01a":             "it does not begin with version 1 of the encoding",
		"\x00\x00":                      "it does not begin with version 1 of the encoding",
		"\x01":                          "nothing stands in it; the empty one is the byte 0",
		"\x01\x00\x01\x01a":             "clients and numbers are positive",
		"\x01\x0b\x00\x01a":             "clients and numbers are positive",
		"\x01\x0b\x01\x02a":             "it is cut off: 1 bytes are missing",
		"\x01\x0b\x01\x01ab":            "it is cut off in a number",
		"\x01\x8b\x00\x01\x01a":         "a number is too long",
		Decree("\x01" + overlong + "a"): "a number is too long",
	} {
		_, err := ReadBatch(d)
		require.ErrorContains(t, err, want, "%q", d)
	}
	_, _, err := ReadState("\x01\x05ab")
	require.ErrorContains(t, err, "is no state: it is cut off: 3 bytes are missing")
	_, err = ReadBatch(Decree(strings.Repeat("x", 1000)))
	require.Less(t, len(err.Error()), 300)
}

// overlong is a number of more bits than an int has.
const overlong = "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"

// One batch is one encoding: what is read is written as it was.
func FuzzBatch(f *testing.F) {
	f.Add("\x01\x0b\x02\x03put\x0c\x01\x00")
	f.Fuzz(func(t *testing.T, text string) {
		d := Decree(text)
		if commands, err := ReadBatch(d); err == nil {
			require.Equal(t, d, NewBatch(commands...))
		}
		if d != "" {
			written, err := d.MarshalJSON()
			require.NoError(t, err)
			var again Decree
			require.NoError(t, again.UnmarshalJSON(written), "%s", written)
			require.Equal(t, d, again)
		}
	})
}
