package linearizability

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSameHistoryGivesTheSameBytesInWhateverOrderItWasMade(t *testing.T) {
	for _, model := range []Model{Counter, KeyValue} {
		h := random(1, model, 5, 200, 0.1)
		h.Annotations = []Annotation{{Fault, 3, 9, "a"}, {Fault, 3, 9, "b"}, {LeaderChange, 1, 1, "1 leads"}}
		var first, second bytes.Buffer
		require.NoError(t, Write(&first, h))
		shuffled := h
		shuffled.Operations, shuffled.Annotations = slices.Clone(h.Operations), slices.Clone(h.Annotations)
		r := rand.New(rand.NewPCG(1, 1))
		r.Shuffle(len(shuffled.Operations), func(i, j int) {
			shuffled.Operations[i], shuffled.Operations[j] = shuffled.Operations[j], shuffled.Operations[i]
		})
		slices.Reverse(shuffled.Annotations)
		before := slices.Clone(shuffled.Operations)
		require.NoError(t, Write(&second, shuffled))
		require.Equal(t, first.String(), second.String())
		require.Equal(t, before, shuffled.Operations, "what it was given is left as it is")
		read, err := Read("file", &first)
		require.NoError(t, err)
		require.Equal(t, h.Operations, read.Operations)
	}
}

func TestWriteRefusesWhatReadWouldNotRead(t *testing.T) {
	good := Operation{Client: 1, Seq: 1, Operation: OpRead, Outcome: Done, Call: 1, Return: 2}
	for want, spoil := range map[string]func(*History){
		`"queue" is no model`:                func(h *History) { h.Model = "queue" },
		`"get" is no operation of the model`: func(h *History) { h.Operations[0].Operation = OpGet },
		`"" is no outcome`:                   func(h *History) { h.Operations[0].Outcome = "" },
		"client -1: want":                    func(h *History) { h.Operations[0].Client = -1 },
		"seq 0: want":                        func(h *History) { h.Operations[0].Seq = 0 },
		"stands where its operation 1":       func(h *History) { h.Operations[0].Seq = 2 },
		"call -1: want":                      func(h *History) { h.Operations[0].Call = -1 },
		"want no return before the call":     func(h *History) { h.Operations[0].Return = 0 },
		"unknown outcome has no return":      func(h *History) { h.Operations[0].Outcome = Unknown },
		"value -1: want":                     func(h *History) { h.Operations[0].Count = -1 },
		"read that is failed has no count":   func(h *History) { h.Operations[0].Outcome, h.Operations[0].Count = Failed, 1 },
		"read that is done has no text":      func(h *History) { h.Operations[0].Value = "a" },
		"read has no key":                    func(h *History) { h.Operations[0].Key = "x" },
		"a key or a value is no UTF-8": func(h *History) {
			h.Model = KeyValue
			h.Operations[0] = Operation{Client: 1, Seq: 1, Operation: OpPut, Outcome: Done, Key: "\xff"}
		},
		"key and value have more than": func(h *History) {
			h.Model = KeyValue
			h.Operations[0] = Operation{Client: 1, Seq: 1, Operation: OpPut, Outcome: Done, Value: strings.Repeat("\x01", maxText+1)}
		},
		"stand in the order of call":           func(h *History) { h.Operations = append(h.Operations, h.Operations[0]) },
		`"note" is no kind of annotation`:      func(h *History) { h.Annotations = []Annotation{{Kind: "note", Text: "a"}} },
		"want no end before the beginning":     func(h *History) { h.Annotations = []Annotation{{Kind: Fault, From: 2, To: 1, Text: "a"}} },
		"an annotation has a text":             func(h *History) { h.Annotations = []Annotation{{Kind: Fault}} },
		"an annotation has more than":          func(h *History) { h.Annotations = []Annotation{{Kind: Fault, Text: strings.Repeat("a", maxText+1)}} },
		"the origin is no UTF-8":               func(h *History) { h.Origin = "\xff" },
		"the origin has more than":             func(h *History) { h.Origin = strings.Repeat("a", maxText+1) },
		"operation 3 of client 1 stands where": func(h *History) { h.Operations = append(h.Operations, good); h.Operations[0].Seq = 3 },
	} {
		h := History{Model: Counter, Operations: []Operation{good}}
		spoil(&h)
		var file bytes.Buffer
		require.ErrorContains(t, Write(&file, h), want)
		require.Zero(t, file.Len(), "nothing is written")
	}
}

func TestLongestTextsAreWrittenAndRead(t *testing.T) {
	h := History{Model: KeyValue, Operations: []Operation{{
		Client: maxNumber, Seq: 1, Operation: OpPut, Outcome: Done, Value: strings.Repeat("\x01", maxText), Call: maxTime, Return: maxTime,
	}}}
	var file bytes.Buffer
	require.NoError(t, Write(&file, h))
	read, err := Read("file", &file)
	require.NoError(t, err)
	require.Equal(t, h, read)
}

func TestWriteTellsWhenTheFileCannotBeWritten(t *testing.T) {
	full := errors.New("no space left")
	require.ErrorIs(t, Write(writerFunc(func([]byte) (int, error) { return 0, full }), random(1, Counter, 2, 10, 0)), full)
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(b []byte) (int, error) { return f(b) }
