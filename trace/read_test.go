package trace_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/catalog"
	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/mutate"
)

// Each file of testdata/reject breaks the rule that it is named after, and is
// testdata/small.ndjson but for that, or, where it is about what the synod does not have,
// a trace of another spec. The .want beside it has the verdict and the message that it
// must get.
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
			p := protocol
			if spec, err := trace.SpecOf(name, bytes.NewReader(data)); err == nil && name != "spec-of-another.ndjson" {
				p = catalog.Traces[spec]
			}
			_, err = trace.Read(name, bytes.NewReader(data), p)
			require.Error(t, err)
			require.Equal(t, string(want), verdict(err)+"\n"+err.Error()+"\n")
			lines, early := trace.ReadLines(name, bytes.NewReader(data), p)
			if early == nil {
				early = trace.Check(lines, p)
			}
			require.EqualError(t, early, err.Error(), "it is the same if lines are checked later")
		})
	}
}

// verdict is the word for the kind of error.
func verdict(err error) string {
	var rejection *trace.Rejection
	var unreadable *trace.Unreadable
	switch {
	case errors.As(err, &rejection):
		return "rejected"
	case errors.As(err, &unreadable):
		return "unreadable"
	}
	return "failed"
}

func TestWhatTheRejectedWereMadeOfIsRead(t *testing.T) {
	data, err := os.ReadFile("testdata/small.ndjson")
	require.NoError(t, err)
	run, err := trace.Read("small.ndjson", bytes.NewReader(data), protocol)
	require.NoError(t, err)
	require.Len(t, run.Events, 3)
	require.Len(t, run.Ends, 2)
}

func TestLongLineIsRefusedWithoutReadingItAll(t *testing.T) {
	endless := &repeated{text: "["}
	_, err := trace.Read("endless", endless, protocol)
	require.Equal(t, "unreadable", verdict(err))
	require.ErrorContains(t, err, "a line of more than 1048576 bytes")
	require.Less(t, endless.given, 2*trace.MaxLine)
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

func TestErrorOfTheDiskIsNoVerdict(t *testing.T) {
	broken := errors.New("the disk is broken")
	_, err := trace.Read("run.ndjson", readerFunc(func([]byte) (int, error) { return 0, broken }), protocol)
	require.ErrorIs(t, err, broken)
	require.Equal(t, "failed", verdict(err))
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(to []byte) (int, error) { return f(to) }

func TestSpecIsToldByTheFirstLine(t *testing.T) {
	spec, err := trace.SpecOf("x", strings.NewReader(`{"lockstep":"trace","version":1,"spec":"Election","constants":{}}`+"\n"))
	require.NoError(t, err)
	require.Equal(t, "Election", spec)
	_, err = trace.SpecOf("x", strings.NewReader("PK\x03\x04\n"))
	require.Equal(t, "unreadable", verdict(err))
}

func TestReadAndCheckAgree(t *testing.T) {
	run := recorded(t, 3, 40)
	checked := 0
	for m := range mutate.All(run, protocol, recorded(t, 4, 40)) {
		checked++
		if err := trace.Check(m.Trace, protocol); (err == nil) != (m.Refused == nil) {
			t.Fatalf("%s: refused as a mutant: %v; by Check: %v", m.Trace.Name, m.Refused, err)
		}
		var file bytes.Buffer
		require.NoError(t, trace.Write(&file, m.Trace))
		if _, err := trace.Read("x", &file, protocol); (err == nil) != (m.Refused == nil) {
			t.Fatalf("%s: refused as a mutant: %v; by Read: %v", m.Trace.Name, m.Refused, err)
		}
	}
	require.Greater(t, checked, 1000)
}

// What is read is written in the same bytes: there is one way to write a trace.
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
		p := catalog.SynodTrace
		if spec, err := trace.SpecOf("file", bytes.NewReader(data)); err == nil && catalog.Traces[spec].Spec != "" {
			p = catalog.Traces[spec]
		}
		_, _ = trace.ReadLog("log", bytes.NewReader(data), p)
		run, err := trace.Read("file", bytes.NewReader(data), p)
		if err != nil {
			require.NotEqual(t, "failed", verdict(err), "%v", err)
			require.Less(t, len(err.Error()), 10_000, "a message is short")
			return
		}
		var written bytes.Buffer
		require.NoError(t, trace.Write(&written, run))
		require.Equal(t, string(data), written.String())
		require.NoError(t, trace.Show(&written, run, trace.ShowOptions{}))
	})
}
