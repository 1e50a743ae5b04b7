package trace_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
)

// lanesOfAll are three lanes that make up a trace.
func lanesOfAll() []trace.Lane {
	of := trace.WholeOf([]string{"x", "y", "z"})
	return []trace.Lane{
		{Shard: "1/3", Trace: of, Part: "x", First: 2, Last: 5, Begins: "a", Ends: "b"},
		{Shard: "2/3", Trace: of, Part: "y", First: 6, Last: 9, Begins: "b", Ends: "c"},
		{Shard: "3/3", Trace: of, Part: "z", First: 10, Last: 15, Begins: "c", Ends: "d"},
	}
}

func TestLanesThatMeetAreJoinedInAnyOrder(t *testing.T) {
	lanes := lanesOfAll()
	require.NoError(t, trace.Join(lanes))
	lanes[0], lanes[2] = lanes[2], lanes[0]
	require.NoError(t, trace.Join(lanes))
	require.NoError(t, trace.Join([]trace.Lane{{Shard: "1/1", Trace: trace.WholeOf([]string{"x"}), Part: "x", First: 2, Last: 9}}))
}

func TestLanesThatMakeUpNoTraceAreNotJoined(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func([]trace.Lane) []trace.Lane
		want  string
		apart bool // They are all there, and do not meet.
	}{
		"nothing":          {func([]trace.Lane) []trace.Lane { return nil }, "no shard is there", false},
		"one is missing":   {func(l []trace.Lane) []trace.Lane { return l[:2] }, "shard 3/3 is missing", false},
		"one is twice":     {func(l []trace.Lane) []trace.Lane { return append(l, l[1]) }, "shard 2/3 is there twice", false},
		"of another work":  {func(l []trace.Lane) []trace.Lane { l[2].Shard = "3/4"; return l }, "shards 1/3 and 3/4 are not of the same work", false},
		"of no work":       {func(l []trace.Lane) []trace.Lane { l[2].Shard = "4/3"; return l }, `"4/3" is no shard`, false},
		"of another trace": {func(l []trace.Lane) []trace.Lane { l[2].Trace = "u"; return l }, "shards 1/3 and 3/3 are of different traces", false},
		"the same part":    {func(l []trace.Lane) []trace.Lane { l[2].Part = "y"; return l }, "shards 2/3 and 3/3 judged the same part", false},
		"another part":     {func(l []trace.Lane) []trace.Lane { l[2].Part = "w"; return l }, "what the shards judged does not make up the whole that they are of", false},
		"in another order": {func(l []trace.Lane) []trace.Lane { l[0].Part, l[2].Part = "z", "x"; return l }, "what the shards judged does not make up the whole", false},
		"lines left out":   {func(l []trace.Lane) []trace.Lane { l[1].First++; return l }, "shard 2/3 begins on line 7, and line 6 comes next", false},
		"a late beginning": {func(l []trace.Lane) []trace.Lane { l[0].First++; return l }, "shard 1/3 begins on line 3, and line 2 comes next", false},
		"other states":     {func(l []trace.Lane) []trace.Lane { l[2].Begins = "x"; return l }, "shard 2/3 ends on line 9 with the states c, and shard 3/3 begins with x", true},
	} {
		err := trace.Join(c.spoil(lanesOfAll()))
		require.ErrorContains(t, err, c.want, what)
		var apart *trace.Apart
		require.Equal(t, c.apart, errors.As(err, &apart), what)
	}
}
