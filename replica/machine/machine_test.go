package machine_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// some is a random one of a few.
func some(random *rand.Rand, words ...string) string { return words[random.IntN(len(words))] }

// operations are so many of what a machine may be told, among them what is none.
func operations(count int, next func(*rand.Rand) string) []string {
	random := rand.New(rand.NewPCG(1, 0))
	ops := []string{"nonsense", "{}", `{"put":["a","b"],"get":"a"}`, `{"say":null}`, `{"put":[1,2]}`}
	for range count {
		ops = append(ops, next(random))
	}
	return ops
}

func counterOperation(random *rand.Rand) string {
	return some(random, machine.Increment, machine.Read)
}

func storeOperation(random *rand.Rand) string {
	key := some(random, "a", "b", "<c>", "", "d\u2028", "e")
	return some(random, machine.Put(key, fmt.Sprint(random.IntN(100))), machine.Get(key), machine.Delete(key))
}

func roomOperation(random *rand.Rand) string {
	who := some(random, "ann", "bob", "<cy>")
	return some(random, machine.Join(who), machine.Leave(who), machine.Say(who, "hello"), machine.Say(who, "bye"), machine.Hear(random.IntN(200)))
}

func TestMachinesKeepTheirContract(t *testing.T) {
	require.NoError(t, replica.CheckValue[machine.Counter](operations(1000, counterOperation)))
	require.NoError(t, replica.CheckValue[machine.Store](operations(1000, storeOperation)))
	require.NoError(t, replica.CheckValue[machine.Room](operations(1000, roomOperation)))
}

func TestMachinesAreWrittenAsTheirSnapshots(t *testing.T) {
	store, _ := machine.Store{}.Apply(machine.Put("a", "1"))
	room, _ := machine.Room{}.Apply(machine.Join("ann"))
	for _, m := range []interface{ Snapshot() []byte }{machine.Counter(3), store, room, machine.Store{}, machine.Room{}} {
		data, err := json.Marshal(m)
		require.NoError(t, err)
		assert.Equal(t, string(m.Snapshot()), string(data))
	}
}

// talk has a machine carry out operations and gives the answers.
func talk[M replica.Machine[M]](ops ...string) (m M, answers []string) {
	for _, op := range ops {
		next, answer := m.Apply(op)
		m, answers = next, append(answers, answer)
	}
	return m, answers
}

func TestCounterCounts(t *testing.T) {
	_, answers := talk[machine.Counter](machine.Read, machine.Increment, machine.Increment, machine.Read)
	assert.Equal(t, []string{"0", "1", "2", "2"}, answers)
}

func TestStoreKeepsWhatWasPutLast(t *testing.T) {
	s, answers := talk[machine.Store](machine.Get("k"), machine.Put("k", "1"), machine.Put("k", "2"), machine.Put("j", "<3>"),
		machine.Get("k"), machine.Delete("k"), machine.Delete("k"), "get k")
	assert.Equal(t, []string{`[]`, `[]`, `["1"]`, `[]`, `["2"]`, `["2"]`, `[]`, `"no such operation"`}, answers)
	assert.Equal(t, `[["j","<3>"]]`, string(s.Snapshot()))
	value, ok := s.Get("j")
	assert.True(t, ok)
	assert.Equal(t, "<3>", value)
}

// A store agrees with a map, and does not depend on the order in which it was filled.
func TestStoreIsAMap(t *testing.T) {
	random := rand.New(rand.NewPCG(2, 0))
	want := map[string]string{}
	var s machine.Store
	for range 5000 {
		key := fmt.Sprint(random.IntN(300))
		if random.IntN(3) > 0 {
			want[key] = fmt.Sprint(random.Int())
			s, _ = s.Apply(machine.Put(key, want[key]))
		} else {
			delete(want, key)
			s, _ = s.Apply(machine.Delete(key))
		}
	}
	var pairs [][2]string
	require.NoError(t, json.Unmarshal(s.Snapshot(), &pairs))
	require.Len(t, pairs, len(want))
	var again machine.Store
	for key, value := range want { // In any order.
		got, ok := s.Get(key)
		require.True(t, ok)
		require.Equal(t, value, got)
		again, _ = again.Apply(machine.Put(key, value))
	}
	require.Equal(t, s, again)
}

func TestRoomHearsMembersOnly(t *testing.T) {
	r, answers := talk[machine.Room](machine.Say("ann", "hi"), machine.Join("bob"), machine.Join("ann"), machine.Join("ann"),
		machine.Say("ann", "hi"), machine.Say("bob", "ho"), machine.Hear(1), machine.Hear(0), machine.Leave("ann"), machine.Leave("ann"))
	assert.Equal(t, []string{`false`, `["bob"]`, `["ann","bob"]`, `["ann","bob"]`, `1`, `2`,
		`[{"by":"bob","text":"ho"}]`, `[{"by":"ann","text":"hi"},{"by":"bob","text":"ho"}]`, `["bob"]`, `["bob"]`}, answers)
	assert.Equal(t, `{"lines":[{"by":"ann","text":"hi"},{"by":"bob","text":"ho"}],"members":["bob"],"said":2}`, string(r.Snapshot()))
}

func TestRoomForgetsOldLines(t *testing.T) {
	ops := []string{machine.Join("ann")}
	for i := range machine.MaxLines + 7 {
		ops = append(ops, machine.Say("ann", fmt.Sprint(i+1)))
	}
	r, _ := talk[machine.Room](ops...)
	require.Len(t, r.Lines, machine.MaxLines)
	_, answer := r.Apply(machine.Hear(machine.MaxLines + 5))
	assert.Equal(t, `[{"by":"ann","text":"106"},{"by":"ann","text":"107"}]`, answer)
	_, answer = r.Apply(machine.Hear(0))
	assert.Contains(t, answer, `[{"by":"ann","text":"8"},`)
}

func TestWhatIsNoSnapshotIsRefused(t *testing.T) {
	_, err := machine.Counter(0).Restore([]byte("-1"))
	assert.ErrorContains(t, err, "-1 is no snapshot of a counter")
	_, err = machine.Store{}.Restore([]byte("{}"))
	assert.ErrorContains(t, err, "{} is no snapshot of a store")
	_, err = machine.Room{}.Restore([]byte("[]"))
	assert.ErrorContains(t, err, "[] is no snapshot of a room")
}
