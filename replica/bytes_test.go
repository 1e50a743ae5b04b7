package replica_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/replica"
)

// echo answers each operation with the one before it, which is all that it knows.
type echo string

func (e echo) Apply(op string) (echo, string)        { return echo(op), string(e) }
func (e echo) Snapshot() []byte                      { return []byte(e) }
func (e echo) Restore(snapshot []byte) (echo, error) { return echo(snapshot), nil }

// kinds are operations that TLC has no value for, and one that it has.
var kinds = []replica.Op{"1764530000", "1099511627776", "\xff\x00\x01", "", "null", "read"}

func TestAnyBytesPassThroughAReplica(t *testing.T) {
	for i, op := range kinds {
		before := kinds[(i+1)%len(kinds)]
		p, result := asked[echo](t, "?", before, op)
		require.Equal(t, replica.Bytes(op), result.Answer)
		own := p.Sessions.Of(2)
		require.Equal(t, replica.Bytes(before), own[0].Answer)
		_, ok := p.TakeSnapshot()
		require.True(t, ok)
		_, ok = p.Lose()
		require.True(t, ok)
		require.Equal(t, echo(op), p.Value)
		require.Equal(t, own, p.Sessions.Of(2))
	}
}

func TestAMachineMayTellAnyBytes(t *testing.T) {
	var ops []string
	for _, op := range kinds {
		ops = append(ops, string(op))
	}
	require.NoError(t, replica.CheckDeterminism[echo](ops))
}
