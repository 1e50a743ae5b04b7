package validate_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// lanesOfAll are three lanes that make up a trace.
func lanesOfAll() []validate.Lane {
	of := validate.WholeOf([]string{"x", "y", "z"})
	return []validate.Lane{
		{Shard: "1/3", Trace: of, Part: "x", First: 2, Last: 5, Begins: "a", Ends: "b"},
		{Shard: "2/3", Trace: of, Part: "y", First: 6, Last: 9, Begins: "b", Ends: "c"},
		{Shard: "3/3", Trace: of, Part: "z", First: 10, Last: 15, Begins: "c", Ends: "d"},
	}
}

func TestLanesThatMeetAreJoinedInAnyOrder(t *testing.T) {
	lanes := lanesOfAll()
	require.NoError(t, validate.Join(lanes))
	lanes[0], lanes[2] = lanes[2], lanes[0]
	require.NoError(t, validate.Join(lanes))
	require.NoError(t, validate.Join([]validate.Lane{{Shard: "1/1", Trace: validate.WholeOf([]string{"x"}), Part: "x", First: 2, Last: 9}}))
}

func TestLanesThatMakeUpNoTraceAreNotJoined(t *testing.T) {
	for what, c := range map[string]struct {
		spoil func([]validate.Lane) []validate.Lane
		want  string
		apart bool // They are all there, and do not meet.
	}{
		"nothing":          {func([]validate.Lane) []validate.Lane { return nil }, "no shard is there", false},
		"one is missing":   {func(l []validate.Lane) []validate.Lane { return l[:2] }, "shard 3/3 is missing", false},
		"one is twice":     {func(l []validate.Lane) []validate.Lane { return append(l, l[1]) }, "shard 2/3 is there twice", false},
		"of another work":  {func(l []validate.Lane) []validate.Lane { l[2].Shard = "3/4"; return l }, "shards 1/3 and 3/4 are not of the same work", false},
		"of no work":       {func(l []validate.Lane) []validate.Lane { l[2].Shard = "4/3"; return l }, `"4/3" is no shard`, false},
		"of another trace": {func(l []validate.Lane) []validate.Lane { l[2].Trace = "u"; return l }, "shards 1/3 and 3/3 are of different traces", false},
		"the same part":    {func(l []validate.Lane) []validate.Lane { l[2].Part = "y"; return l }, "shards 2/3 and 3/3 judged the same part", false},
		"another part":     {func(l []validate.Lane) []validate.Lane { l[2].Part = "w"; return l }, "what the shards judged does not make up the whole that they are of", false},
		"in another order": {func(l []validate.Lane) []validate.Lane { l[0].Part, l[2].Part = "z", "x"; return l }, "what the shards judged does not make up the whole", false},
		"lines left out":   {func(l []validate.Lane) []validate.Lane { l[1].First++; return l }, "shard 2/3 begins on line 7, and line 6 comes next", false},
		"a late beginning": {func(l []validate.Lane) []validate.Lane { l[0].First++; return l }, "shard 1/3 begins on line 3, and line 2 comes next", false},
		"other states":     {func(l []validate.Lane) []validate.Lane { l[2].Begins = "x"; return l }, "shard 2/3 ends on line 9 with the states c, and shard 3/3 begins with x", true},
	} {
		err := validate.Join(c.spoil(lanesOfAll()))
		require.ErrorContains(t, err, c.want, what)
		var apart *validate.Apart
		require.Equal(t, c.apart, errors.As(err, &apart), what)
	}
}
