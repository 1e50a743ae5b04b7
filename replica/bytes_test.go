package replica_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/replica"
)

// echo answers each operation with the one before it, which is all that it knows.
type echo string

func (e echo) Apply(op string) (echo, string)        { return echo(op), string(e) }
func (e echo) Query(string) string                   { return string(e) }
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
	require.NoError(t, replica.CheckValue[echo](ops))
}

// tape keeps all operations, and is changed in place.
type tape struct{ ops []byte }

func (m *tape) Apply(op string) (*tape, string) {
	if m == nil {
		m = &tape{}
	}
	m.ops = append(append(m.ops, op...), 0)
	return m, string(m.ops)
}

func (m *tape) Query(string) string { return string(m.Snapshot()) }

func (m *tape) Snapshot() []byte {
	if m == nil {
		return nil
	}
	return slices.Clone(m.ops)
}

func (*tape) Restore(snapshot []byte) (*tape, error) { return &tape{slices.Clone(snapshot)}, nil }

func TestAMachineMayBeChangedInPlace(t *testing.T) {
	ops := []string{"a", "", "\xff", "b"}
	require.NoError(t, replica.CheckInPlace[*tape](ops))
	require.ErrorContains(t, replica.CheckValue[*tape](ops), `operation 2, "": the machine before it was a`)

	p, result := asked[*tape](t, "?", "a", "b")
	require.Equal(t, replica.Bytes("a\x00b\x00"), result.Answer)
	_, ok := p.TakeSnapshot()
	require.True(t, ok)
	kept := p.Value
	_, ok = p.Lose()
	require.True(t, ok)
	require.NotSame(t, kept, p.Value)
	require.Equal(t, kept, p.Value)
}
