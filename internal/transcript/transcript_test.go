package transcript

import (
	"errors"
	"reflect"
	"strconv"
	"testing"

	"github.com/cockroachdb/datadriven"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/transcript/testdata/lamp"
)

func lamps() Protocol {
	return Protocol{
		Spec:  "testdata/Lamp.tla",
		Dir:   "testdata/lamp",
		Setup: "lamps",
		Keys:  []string{"lit"},
		New: func(Args) ([]any, error) {
			return []any{&lamp.Lamp{ID: 1}, &lamp.Lamp{ID: 2}}, nil
		},
		Parse: func(_ reflect.Type, text string) (any, error) { return strconv.Atoi(text) },
		Show:  func(any) (string, bool) { return "", false },
		Check: func(_, sent []any) error {
			if len(sent) > 4 {
				return errors.New("two lamps send four messages in all")
			}
			return nil
		},
	}
}

func TestLampsPrintWhatChanges(t *testing.T) { Run(t, "testdata/lamps.txt", lamps()) }

func TestActionThatContradictsItsGuardsIsAnError(t *testing.T) {
	for action, want := range map[string]string{
		"Stick": `lamps.txt:7: Stick: returned false, and its first false conjunct is ""`,
		"Jam":   "lamps.txt:7: Jam: is disabled, yet:\nrings[1]: {} -> {1}\n",
	} {
		play, err := New(lamps())
		require.NoError(t, err)
		_, err = play.Do(&datadriven.TestData{Cmd: "lamps", CmdArgs: []datadriven.CmdArg{{Key: "lit", Vals: []string{"none"}}}})
		require.NoError(t, err)
		_, err = play.Do(&datadriven.TestData{Pos: "lamps.txt:7", Cmd: action, CmdArgs: []datadriven.CmdArg{{Key: "p", Vals: []string{"1"}}}})
		assert.EqualError(t, err, want)
	}
}

func TestAbsentSourcesAreAnError(t *testing.T) {
	p := lamps()
	p.Spec = "testdata/Absent.tla"
	_, err := New(p)
	assert.ErrorContains(t, err, "Absent.tla")
	p = lamps()
	p.Dir = "testdata/absent"
	_, err = New(p)
	assert.ErrorContains(t, err, "testdata/absent")
}
