package replica

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// tally counts all operations.
type tally int

func (c tally) Apply(string) (tally, string) { return c + 1, strconv.Itoa(int(c) + 1) }
func (c tally) Snapshot() []byte             { return []byte(strconv.Itoa(int(c))) }
func (c tally) Restore(data []byte) (tally, error) {
	n, err := strconv.Atoi(string(data))
	return tally(n), err
}

// executed is a history in which the commands of these clients and numbers take effect.
func executed(commands ...[2]int) (h history[tally]) {
	for _, k := range commands {
		h.effects = append(h.effects, effect{Command: Command{Client: ClientID(k[0]), Seq: k[1]}})
	}
	return h
}

// OneExecutionEach and FirstInFirstOut speak of AfterBatch, so no state violates them: only
// what else might take effect does.
func TestWhatTakesEffectIsJudged(t *testing.T) {
	right := executed([2]int{11, 1}, [2]int{12, 1}, [2]int{11, 2})
	require.True(t, right.executesOnce())
	require.True(t, right.executesInOrder())
	require.False(t, executed([2]int{11, 1}, [2]int{12, 1}, [2]int{11, 1}).executesOnce())
	require.False(t, executed([2]int{11, 2}, [2]int{11, 1}).executesInOrder())
	require.False(t, executed([2]int{11, 1}, [2]int{12, 2}).executesInOrder())
}

// begun is what a batch makes of the state at first, with sessions of depth 2.
func begun(batch ...Command) State[tally] { return State[tally]{}.AfterBatch(batch, 2) }

func command(client ClientID, seq int) Command { return Command{Client: client, Op: "op", Seq: seq} }

func TestSessionsExecuteTheNextNumberOnly(t *testing.T) {
	require.Equal(t, State[tally]{1, Sessions{{"1", 11, 1}}}, begun(command(11, 1), command(11, 1)))
	require.Empty(t, begun(command(11, 2), command(11, 0)).Sessions)
	require.Equal(t, State[tally]{4, Sessions{{"3", 11, 2}, {"4", 11, 3}, {"2", 12, 1}}},
		begun(command(11, 1), command(12, 1), command(11, 2), command(11, 3), command(11, 2), command(12, 3)))
}

func TestBatchLeavesTheStateBeforeItAsItWas(t *testing.T) {
	before := begun(command(11, 1), command(11, 2), command(12, 1))
	text := before.Text()
	before.AfterBatch([]Command{command(11, 3), command(13, 1)}, 2)
	require.Equal(t, text, before.Text())
}

func TestStatesAndBatchesAreReadAsTheyWereWritten(t *testing.T) {
	for _, s := range []State[tally]{{}, begun(command(12, 1), command(11, 1))} {
		read, err := ReadState[tally](s.Text())
		require.NoError(t, err)
		require.True(t, s.equals(read))
		var canonical = s.Text()
		require.NoError(t, canonical.UnmarshalJSON([]byte(s.Text())))
	}
	for _, batch := range [][]Command{{}, {command(11, 1), {Client: 12, Op: "<\u2028>\"", Seq: 1}}} {
		d := NewBatch(batch...)
		read, err := ReadBatch(d)
		require.NoError(t, err)
		require.Equal(t, batch, read)
		require.NoError(t, d.UnmarshalJSON([]byte(d)))
	}
}

func TestWhatNoParticipantSendsIsRefused(t *testing.T) {
	for text, want := range map[Decree]string{
		"":                                       "EOF",
		`{}`:                                     "no batch of commands",
		`["a"]`:                                  "no batch of commands",
		`[{"client":11,"op":"a"}]`:               "want client and seq that are positive, and op",
		`[{"client":11,"op":"","seq":1}]`:        "want client and seq that are positive, and op",
		`[{"client":11,"op":"a","seq":1,"x":1}]`: `unknown field "x"`,
		`[{"op":"a","client":11,"seq":1}]`:       `it is to be written [{"client":11,"op":"a","seq":1}]`,
		`[] []`:                                  "something stands behind it",
	} {
		_, err := ReadBatch(text)
		require.ErrorContains(t, err, want, text)
	}
	_, err := ReadState[tally](`{"sessions":[],"value":"a"}`)
	require.ErrorContains(t, err, "is no state: strconv.Atoi")
	_, err = ReadState[tally](`["s"]`)
	require.ErrorContains(t, err, `["s"] is no state`)
	require.PanicsWithValue(t, `replica: RequestsAreCalled is broken: a decree: ["a"] is no batch of commands: json: cannot unmarshal string into Go value of type replica.Command`,
		func() { commandsOf(`["a"]`) })
}
