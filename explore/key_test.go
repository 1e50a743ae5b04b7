package explore

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/action"
	"pgregory.net/rapid"
)

type keyed struct {
	Name   string
	Number int
	flag   bool
	List   []string
	Pairs  [2]uint8
	Map    map[string]int
	Any    any
	Next   *keyed
}

func drawKeyed(t *rapid.T) keyed {
	k := keyed{
		Name:   rapid.StringN(0, 2, -1).Draw(t, "name"),
		Number: rapid.IntRange(-2, 2).Draw(t, "number"),
		flag:   rapid.Bool().Draw(t, "flag"),
		List:   rapid.SliceOfN(rapid.SampledFrom([]string{"", "a", "ab"}), 1, 3).Draw(t, "list"),
		Pairs:  [2]uint8{rapid.Uint8Max(2).Draw(t, "pair"), 0},
		Map:    rapid.MapOfN(rapid.SampledFrom([]string{"x", "y"}), rapid.IntRange(0, 1), 1, 2).Draw(t, "map"),
		Any:    rapid.SampledFrom([]any{nil, 1, int8(1), "1", true}).Draw(t, "any"),
	}
	if rapid.Bool().Draw(t, "next") {
		k.Next = &keyed{List: []string{"a"}, Map: map[string]int{"x": 1}, Number: k.Number}
	}
	return k
}

func TestKeysAreEqualIffValuesAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawKeyed(t), drawKeyed(t)
		require.Equal(t, reflect.DeepEqual(a, b), string(keyOf(&a)) == string(keyOf(&b)))
	})
}

func TestSmallDifferencesMakeAnotherKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := drawKeyed(t)
		for i, change := range []func(*keyed){
			func(k *keyed) { k.Name += "x" },
			func(k *keyed) { k.flag = !k.flag },
			func(k *keyed) { k.List = append([]string{"z"}, k.List...) },
			func(k *keyed) { k.Map = map[string]int{"z": 0} },
			func(k *keyed) { k.Any = [1]int{1} },
			func(k *keyed) { k.Next = &keyed{Number: 7} },
		} {
			b := a
			change(&b)
			require.NotEqual(t, keyOf(&a), keyOf(&b), i)
		}
	})
}

func TestANilSliceIsTheEmptyOne(t *testing.T) {
	a, b := keyed{}, keyed{List: []string{}, Map: map[string]int{}}
	require.Equal(t, keyOf(&a), keyOf(&b))
}

func TestStatesThatCannotBeToldApartAreRefused(t *testing.T) {
	type fn struct{ F func() }
	m := &Model[fn, greeting]{
		Name: "functions", Nodes: []fn{{}},
		Actions: action.Table[fn, greeting]{action.Of("A", func(*fn) ([]greeting, bool) { return nil, false })},
		Choices: func(fn) []action.Step { return nil },
	}
	_, err := m.Run(t.Context(), Options{})
	require.ErrorContains(t, err, "func() cannot be told apart")
}
