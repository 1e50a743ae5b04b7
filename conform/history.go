package conform

import (
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// historyTimeout bounds the search for an order of a history.
const historyTimeout = time.Minute

// CheckHistory has Porcupine tell whether what clients saw is linearizable, by a model of what
// they used. One that cannot be told within a minute fails the test, too: it is no verdict.
func CheckHistory(t testing.TB, model porcupine.Model, history []porcupine.Operation) {
	t.Helper()
	if len(history) == 0 {
		t.Fatal("conform: the history is empty, so there is nothing to judge")
	}
	result, info := porcupine.CheckOperationsVerbose(model, history, historyTimeout)
	if result == porcupine.Ok {
		return
	}
	if result == porcupine.Unknown {
		t.Fatalf("conform: within %v nobody could tell whether the history of %d operations is linearizable", historyTimeout, len(history))
	}
	longest := 0
	for _, partition := range info.PartialLinearizations() {
		for _, order := range partition {
			longest = max(longest, len(order))
		}
	}
	t.Errorf("conform: no order of the %d operations is possible; of one part at most %d can be put in order", len(history), longest)
}
