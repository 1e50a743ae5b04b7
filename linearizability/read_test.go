package linearizability

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Each file of testdata/reject breaks the rule that it is named after, and is
// testdata/v1.ndjson or v1-kv.ndjson but for that. The .want beside it has the
// message that it must get.
func TestEachRuleRefusesWhatBreaksIt(t *testing.T) {
	files, err := filepath.Glob("testdata/reject/*.ndjson")
	require.NoError(t, err)
	wants, err := filepath.Glob("testdata/reject/*.want")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	require.Len(t, wants, len(files), "each input has its message, and each message its input")
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			want, err := os.ReadFile(strings.TrimSuffix(file, ".ndjson") + ".want")
			require.NoError(t, err)
			data, err := os.ReadFile(file)
			require.NoError(t, err)
			_, err = Read(name, bytes.NewReader(data))
			var unreadable *Unreadable
			require.ErrorAs(t, err, &unreadable)
			require.Equal(t, string(want), err.Error()+"\n")
		})
	}
}

func readFile(t testing.TB, name string) History {
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	h, err := Read(name, file)
	require.NoError(t, err)
	return h
}

func TestGoldenFilesAreReadAndWrittenInTheSameBytes(t *testing.T) {
	for name, operations := range map[string]int{"testdata/v1.ndjson": 6, "testdata/v1-kv.ndjson": 7} {
		want, err := os.ReadFile(name)
		require.NoError(t, err)
		h := readFile(t, name)
		require.Len(t, h.Operations, operations)
		var written bytes.Buffer
		require.NoError(t, Write(&written, h))
		require.Equal(t, string(want), written.String())
	}
}

func TestWhatIsReadIsWhatStandsInTheFile(t *testing.T) {
	h := readFile(t, "testdata/v1.ndjson")
	require.Equal(t, Counter, h.Model)
	require.Equal(t, "by hand", h.Origin)
	require.Equal(t, Operation{Client: 1, Seq: 1, Operation: OpIncrement, Outcome: Done, Count: 1, Call: 1, Return: 4}, h.Operations[0])
	require.Equal(t, Operation{Client: 2, Seq: 1, Operation: OpIncrement, Outcome: Unknown, Call: 2}, h.Operations[1])
	require.Equal(t, Annotation{Kind: Fault, From: 5, To: 9, Text: "1 | 2, 3"}, h.Annotations[1])
	h = readFile(t, "testdata/v1-kv.ndjson")
	require.Equal(t, KeyValue, h.Model)
	require.Equal(t, Operation{Client: 2, Seq: 2, Operation: OpPut, Outcome: Unknown, Key: "x", Value: "b & <c>", Call: 5}, h.Operations[2])
}

func TestLongLineIsRefusedWithoutReadingItAll(t *testing.T) {
	endless := &repeated{text: "["}
	_, err := Read("endless", endless)
	require.ErrorContains(t, err, "endless:1: a line of more than 1048576 bytes")
	require.Less(t, endless.given, 2*MaxLine)
}

// repeated is a file without an end.
type repeated struct {
	text  string
	given int
}

func (r *repeated) Read(to []byte) (int, error) {
	n := copy(to, strings.Repeat(r.text, len(to)))
	r.given += n
	return n, nil
}

func TestErrorOfTheDiskIsReturnedAsItIs(t *testing.T) {
	broken := errors.New("the disk is broken")
	_, err := Read("run.ndjson", readerFunc(func([]byte) (int, error) { return 0, broken }))
	require.ErrorIs(t, err, broken)
	var unreadable *Unreadable
	require.False(t, errors.As(err, &unreadable))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(to []byte) (int, error) { return f(to) }

// What is read is written in the same bytes: there is one way to write a history.
// And whatever is read is judged without a panic.
func FuzzRead(f *testing.F) {
	for _, pattern := range []string{"testdata/*.ndjson", "testdata/reject/*.ndjson"} {
		files, err := filepath.Glob(pattern)
		require.NoError(f, err)
		require.NotEmpty(f, files)
		for _, file := range files {
			data, err := os.ReadFile(file)
			require.NoError(f, err)
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := Read("file", bytes.NewReader(data))
		if err != nil {
			var unreadable *Unreadable
			require.ErrorAs(t, err, &unreadable)
			require.Less(t, len(err.Error()), 10_000, "a message is short")
			return
		}
		var written bytes.Buffer
		require.NoError(t, Write(&written, h))
		require.Equal(t, string(data), written.String())
		if len(h.Operations) < 10 {
			Check(t.Context(), h, Options{})
		}
	})
}
