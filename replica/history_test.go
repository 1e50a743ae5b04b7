package replica

import (
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/multidecree"
)

// tally counts all operations.
type tally int

func (c tally) Apply(string) (tally, string) { return c + 1, strconv.Itoa(int(c) + 1) }
func (c tally) Query(string) string          { return strconv.Itoa(int(c)) }
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

// setOf is a set of answers.
func setOf(sessions ...Session) Sessions {
	set, err := NewSessions(sessions...)
	if err != nil {
		panic(err)
	}
	return set
}

func answered(answer Bytes, client ClientID, seq int) Session {
	return Session{Answer: answer, Client: client, Seq: seq}
}

func command(client ClientID, seq int) Command { return Command{Client: client, Op: "op", Seq: seq} }

func TestSessionsExecuteTheNextNumberOnly(t *testing.T) {
	require.Equal(t, State[tally]{1, setOf(answered("1", 11, 1))}, begun(command(11, 1), command(11, 1)))
	require.Empty(t, begun(command(11, 2), command(11, 0)).Sessions)
	require.Equal(t, State[tally]{4, setOf(answered("3", 11, 2), answered("4", 11, 3), answered("2", 12, 1))},
		begun(command(11, 1), command(12, 1), command(11, 2), command(11, 3), command(11, 2), command(12, 3)))
}

func TestBatchLeavesTheStateBeforeItAsItWas(t *testing.T) {
	before := begun(command(11, 1), command(11, 2), command(12, 1))
	text := before.Encoded()
	before.AfterBatch([]Command{command(11, 3), command(13, 1)}, 2)
	require.Equal(t, text, before.Encoded())
}

func TestStatesAndBatchesAreReadAsTheyWereWritten(t *testing.T) {
	for _, s := range []State[tally]{{}, begun(command(12, 1), command(11, 1))} {
		read, err := ReadState[tally](s.Encoded())
		require.NoError(t, err)
		require.True(t, s.equals(read))
		text, err := s.Encoded().MarshalJSON()
		require.NoError(t, err)
		var again multidecree.State
		require.NoError(t, again.UnmarshalJSON(text))
		require.Equal(t, s.Encoded(), again)
	}
	for _, batch := range [][]Command{{}, {command(11, 1), {Client: 12, Op: "<\u2028>\"", Seq: 1}}} {
		d := NewBatch(batch...)
		read, err := ReadBatch(d)
		require.NoError(t, err)
		require.Equal(t, batch, read)
		text, err := d.MarshalJSON()
		require.NoError(t, err)
		var again Decree
		require.NoError(t, again.UnmarshalJSON(text))
		require.Equal(t, d, again)
	}
}

// What is no batch in a trace is a decree there, and the twins refuse it.
func TestWhatNoParticipantSendsIsRefused(t *testing.T) {
	for _, text := range []string{
		`["a"]`,
		`[{"client":11,"op":"a"}]`,
		`[{"client":11,"op":"a","seq":0}]`,
		`[{"client":11,"op":"a","seq":1,"x":1}]`,
		`{"raw":"[]"}`,
	} {
		var d Decree
		require.NoError(t, d.UnmarshalJSON([]byte(text)), text)
		_, err := ReadBatch(d)
		require.ErrorContains(t, err, "is no batch of commands", text)
	}
	for text, want := range map[string]string{
		`{"sessions":[],"value":"a"}`: "a state: strconv.Atoi",
		`["s"]`:                       `"[\"s\"]" is no state`,
		`{"sessions":[{"answer":1,"client":12,"seq":1},{"answer":1,"client":11,"seq":1}],"value":1}`: "sessions out of order",
	} {
		var s multidecree.State
		require.NoError(t, s.UnmarshalJSON([]byte(text)), text)
		_, err := ReadState[tally](s)
		require.ErrorContains(t, err, want, text)
	}
	require.PanicsWithValue(t, `replica: RequestsAreCalled is broken: a decree: "[\"a\"]" is no batch of commands: it does not begin with version 1 of the encoding`,
		func() { commandsOf(`["a"]`) })
}
