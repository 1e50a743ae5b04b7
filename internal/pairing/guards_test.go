package pairing

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// gate is a twin whose guards are of each kind that FirstFalse knows; its source
// is below.
type gate struct {
	Coins int
	Kinds []kindOfCoin
	Open  bool
}

type kindOfCoin string

const gold kindOfCoin = "gold"

func (g *gate) IsOpen() bool { return g.Open }

const gateSource = `package gate
func (g *Gate) Pass(coins int, kind Kind) ([]Message, bool) {
	if !g.IsOpen() || len(g.Kinds) == 0 { // /\ open
		return nil, false
	}
	if coins < 1 { // /\ positive
		return nil, false
	}
	if coins+0 > g.Coins && (coins >= 9 || coins <= 9) { // /\ enough
		return nil, false
	}
	if kind != Gold && !slices.Contains(g.Kinds, kind) || kind == "tin" { // /\ kind
		return nil, false
	}
	return nil, true // /\ NoSend
}
func (g *Gate) Mistake(x int) ([]Message, bool) {
	if GUARD { // /\ x
		return nil, false
	}
	return nil, true // /\ NoSend
}
`

func readGate(t *testing.T, guard string) *Guards {
	dir := t.TempDir()
	source := []byte(strings.Replace(gateSource, "GUARD", guard, 1))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "gate.go"), source, 0o666))
	guards, err := ReadGuards(dir, map[string]any{"Gold": gold, "Untyped": "gold"})
	require.NoError(t, err)
	return guards
}

func TestFirstFalseGuardIsFound(t *testing.T) {
	guards := readGate(t, "x == 0")
	assert.Equal(t, []string{"open", "positive", "enough", "kind"}, guards.Conjuncts("Pass"))
	open := &gate{Coins: 3, Kinds: []kindOfCoin{"silver"}, Open: true}
	for _, c := range []struct {
		gate  *gate
		coins int
		kind  kindOfCoin
		want  string
	}{
		{open, 3, gold, ""},
		{open, 1, "silver", ""},
		{&gate{}, 0, "tin", "open"},
		{&gate{Open: true}, 3, gold, "open"},
		{open, 0, "tin", "positive"},
		{open, 4, "tin", "enough"},
		{open, 3, "copper", "kind"},
		{&gate{Coins: 3, Kinds: []kindOfCoin{"tin"}, Open: true}, 3, "tin", "kind"},
	} {
		got, err := guards.FirstFalse("Pass", c.gate, c.coins, c.kind)
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%+v", c)
	}
}

func TestGuardThatCannotBeEvaluatedIsAnError(t *testing.T) {
	for guard, want := range map[string]string{
		"x == Silver":              "what is Silver? Give its value among the constants",
		"g.passed() == x":          "*pairing.gate has no exported method passed",
		"g.Doors == x":             "pairing.gate has no field Doors",
		"g.Kinds[0] == Untyped":    "a guard may not use *ast.IndexExpr",
		"Gold == Untyped":          "pairing.kindOfCoin and string do not compare",
		"Gold + Gold == Gold":      "a guard may not use + here",
		"x - 1 == 2":               "a guard may not use - here",
		"-x == 2":                  "a guard may not use - here",
		"x == 2.5":                 "a guard may not use the literal 2.5",
		"min(x, 2) == 2":           "a guard may call methods, len and slices.Contains only",
		"Gold < Gold":              "a guard may not use < here",
		"x == 1 || x == Elsewhere": "what is Elsewhere?",
	} {
		_, err := readGate(t, guard).FirstFalse("Mistake", &gate{}, 7)
		assert.ErrorContains(t, err, want, guard)
		assert.ErrorContains(t, err, "gate.go Mistake: if ", guard)
	}
	_, err := readGate(t, "x == 0").FirstFalse("Walk", &gate{})
	assert.ErrorContains(t, err, "no function Walk; name an action of the package")
	_, err = readGate(t, "x == 0").FirstFalse("Pass", &gate{}, 1)
	assert.ErrorContains(t, err, "gate.go Pass takes 2 arguments, not 1")
}

// door embeds a gate, as its source below says.
type door struct {
	gate
	Key int
}

const doorSource = `package door
import "example.org/gate"
type Door struct {
	gate.Gate
	Key int
}
func (d *Door) Enter(coins int) ([]Message, bool) {
	if d.Key < 0 { // /\ key
		return nil, false
	}
	return d.Pass(coins+d.Key, gate.Gold) // /\ Pass(d, coins + key, "gold")
}
func (d *Door) Rob() ([]Message, bool) {
	sent, ok := d.Break() // /\ Break(d)
	if !ok {
		return nil, false
	}
	return sent, true
}
`

func TestFirstFalseGuardOfAStepIsFound(t *testing.T) {
	dir := t.TempDir()
	for name, source := range map[string]string{
		"gate": gateSource + "func (g *Gate) Break() ([]Message, bool) { return nil, true }\n", "door": doorSource,
	} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, name), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name, name+".go"), []byte(strings.Replace(source, "GUARD", "x == 0", 1)), 0o666))
	}
	guards, err := ReadGuards(filepath.Join(dir, "door"), map[string]any{"Gold": gold, "gate.Gold": gold})
	require.NoError(t, err)
	assert.Equal(t, []string{"key", `Pass(d, coins + key, "gold")`}, guards.Conjuncts("Enter"))
	assert.Empty(t, guards.Conjuncts("Rob"), "a step that is never disabled")
	open := gate{Coins: 3, Kinds: []kindOfCoin{"silver"}, Open: true}
	for _, c := range []struct {
		door  door
		coins int
		want  string
	}{
		{door{open, 1}, 2, ""},
		{door{open, -1}, 2, "key"},
		{door{open, 1}, 3, `Pass(d, coins + key, "gold"): /\ enough`},
		{door{gate{}, 0}, 2, `Pass(d, coins + key, "gold"): /\ open`},
	} {
		got, err := guards.FirstFalse("Enter", &c.door, c.coins)
		require.NoError(t, err)
		assert.Equal(t, c.want, got, "%+v", c)
	}
	got, err := guards.FirstFalse("Rob", &door{})
	require.NoError(t, err)
	assert.Empty(t, got)
	got, err = guards.FirstFalse("Pass", &door{}, 1, gold)
	require.NoError(t, err)
	assert.Equal(t, "open", got, "an action of what is extended")
}
