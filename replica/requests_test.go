package replica_test

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/replica"
)

// TestRequestsAreASet changes a set of many clients, and a sorted list beside it.
func TestRequestsAreASet(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 0))
	var s replica.Requests
	var list replica.Commands
	for range 2000 {
		k := replica.Command{Client: replica.ClientID(random.IntN(400)), Op: []replica.Op{"a", "b"}[random.IntN(2)], Seq: 1 + random.IntN(3)}
		s, list = s.With(k), list.With(k)
		require.True(t, s.Contains(k))
		if random.IntN(20) == 0 {
			some := slices.DeleteFunc(slices.Clone(list), func(replica.Command) bool { return random.IntN(3) > 0 }).With(k)
			before := s
			s, list = s.Without(some), list.Without(some)
			require.True(t, before.Contains(k), "a copy stays as it was")
			require.False(t, s.Contains(k))
		}
	}
	require.Equal(t, list, s.List())
	text, err := json.Marshal(s)
	require.NoError(t, err)
	want, err := json.Marshal(list)
	require.NoError(t, err)
	require.JSONEq(t, string(want), string(text))
	var read replica.Requests
	require.NoError(t, json.Unmarshal(text, &read))
	require.Equal(t, list, read.List())
	require.Equal(t, replica.Requests{}, s.Without(list).With(list[0]).Without(list[:1]))
	require.Equal(t, replica.NewRequests(list[:2]...), replica.NewRequests(list[1], list[0], list[1]), "of few clients, by Go, too")
}

func TestWhatIsNoSetOfRequestsIsRefused(t *testing.T) {
	for text, why := range map[string]string{
		`[{"client":2,"op":"a","seq":1},{"client":1,"op":"a","seq":1}]`: "out of order",
		`[{"client":1,"op":"a","seq":1},{"client":1,"op":"a","seq":1}]`: "each once",
		`[{"client":-1,"op":"a","seq":1}]`:                              "want none that is negative",
	} {
		var s replica.Requests
		require.ErrorContains(t, json.Unmarshal([]byte(text), &s), why)
	}
}
