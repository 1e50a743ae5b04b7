package payload

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/ballot"
)

// decree is the decree of which content is the JSON.
func decree(t *testing.T, content any) (d Decree) {
	t.Helper()
	text, err := ballot.Marshal(content)
	require.NoError(t, err)
	require.NoError(t, d.UnmarshalJSON(text))
	return d
}

func TestEqualDecreesHaveOneText(t *testing.T) {
	type put struct {
		Op  string
		Key string `json:"key"`
	}
	require.Equal(t, Decree(`[{"Op":"put","key":"<k>"}]`), decree(t, []put{{"put", "<k>"}}))
	require.Equal(t, NoOp, decree(t, []put{}))
	var state State
	require.NoError(t, state.UnmarshalJSON([]byte(`[1,true,[]]`)))
	require.Equal(t, State(`[1,true,[]]`), state)
	require.NoError(t, state.UnmarshalJSON([]byte(`{"sessions":[],"value":0}`)))
	require.Equal(t, State("\x01\x010"), state)
}

func TestWhatIsNoDecreeIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`"a"`:             "want a list",
		`null`:            "got null",
		`3`:               "want a list",
		`[ "a"]`:          `got [ "a"], which is to be written ["a"]`,
		`["\u0061"]`:      `which is to be written ["a"]`,
		`[{"b":1,"a":2}]`: `which is to be written [{"a":2,"b":1}]`,
		`[1.5]`:           "1.5 is no integer of at most nine digits",
		`[1e3]`:           "1e3 is no integer of at most nine digits",
		`[-0]`:            "-0 is no integer of at most nine digits",
		`[1000000000]`:    "1000000000 is no integer of at most nine digits",
		`[[null]]`:        "null is no value of TLA+",
		`[{}]`:            "a record without fields would equal the empty list",
	} {
		var d Decree
		assert.ErrorContains(t, d.UnmarshalJSON([]byte(text)), want, text)
		assert.Empty(t, d)
		var s State
		assert.ErrorContains(t, s.UnmarshalJSON([]byte(text)), want, text)
	}
	var d Decree
	assert.ErrorContains(t, d.UnmarshalJSON([]byte(`{"a":1}`)), `want a list, got {"a":1}`)
}

// What TLA+ has no value for is written in another way, and read as it was.
func TestAllBytesHaveOneText(t *testing.T) {
	deep := strings.Repeat("[", 60) + strings.Repeat("]", 60)
	for b, want := range map[Bytes]string{
		"7":             `7`,
		`["<a>",true]`:  `["<a>",true]`,
		"":              `{"raw":""}`,
		"1099511627776": `{"raw":"1099511627776"}`,
		"null":          `{"raw":"null"}`,
		"1.5":           `{"raw":"1.5"}`,
		"{}":            `{"raw":"{}"}`,
		"[1] ":          `{"raw":"[1] "}`,
		Bytes(deep):     `{"raw":"` + deep + `"}`,
		`{"raw":"x"}`:   `{"raw":"{\"raw\":\"x\"}"}`,
		"\xff\x00":      `{"base64":"/wA="}`,
	} {
		text, err := b.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, want, string(text))
		var read Bytes
		require.NoError(t, read.UnmarshalJSON(text))
		require.Equal(t, b, read)
	}
	for op, want := range map[Op]string{"": `""`, "<\xff": `{"base64":"PP8="}`, `{"raw":"x"}`: `"{\"raw\":\"x\"}"`} {
		text, err := op.MarshalJSON()
		require.NoError(t, err)
		require.Equal(t, want, string(text))
		var read Op
		require.NoError(t, read.UnmarshalJSON(text))
		require.Equal(t, op, read)
	}
}

func TestWhatIsToBeWrittenOtherwiseIsRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"raw":"7"}`:                 "which is to be written 7",
		`{"base64":"Nw=="}`:           "which is to be written 7",
		`{"raw":"a","base64":"YQ=="}`: "want one of raw and base64",
		`{"base64":"!"}`:              "illegal base64",
		`{"raw":7}`:                   "cannot unmarshal",
	} {
		var b Bytes
		require.ErrorContains(t, b.UnmarshalJSON([]byte(text)), want, text)
		var d Decree
		require.Error(t, d.UnmarshalJSON(append([]byte(text), 55)), text)
	}
	var d Decree
	require.ErrorContains(t, d.UnmarshalJSON([]byte(`[{"client":1000000000,"op":"a","seq":1}]`)), "1000000000 is no integer of at most nine digits")
	text, err := NewBatch(Command{1_000_000_000, "a", 1}).MarshalJSON()
	require.NoError(t, err)
	require.Contains(t, string(text), `{"base64":"`)
}
