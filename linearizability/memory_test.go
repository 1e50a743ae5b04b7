package linearizability

import (
	"bytes"
	"fmt"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"
)

// oneKey is a history of a key on which clients are always busy, and the last get returns what it cannot: Porcupine tries all orders.
func oneKey(clients, rounds int) History {
	h := History{Model: KeyValue}
	at := int64(0)
	for round := range rounds {
		for c := range clients {
			h.Operations = append(h.Operations, Operation{
				Client: c, Seq: round + 1, Operation: OpPut, Outcome: Done, Key: "x", Value: fmt.Sprintf("%d.%d", c, round),
				Call: at + int64(c) + 1, Return: at + int64(clients+c) + 1,
			})
		}
		at += 2 * int64(clients)
	}
	h.Operations = append(h.Operations, Operation{Client: clients, Seq: 1, Operation: OpGet, Outcome: Done, Key: "x", Value: "0.0", Call: at + 1, Return: at + 2})
	return h
}

func TestWhatTakesTooMuchMemoryIsUnjudged(t *testing.T) {
	h := oneKey(10, 300)
	const most = 120 << 20
	r := Check(t.Context(), h, Options{MaxBytes: most})
	require.Equal(t, Unjudged, r.Verdict)
	require.Contains(t, r.Reason, `key "x": Porcupine did not come to an end: it takes more memory than it may (126MB); allow more (--max-bytes)`)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	require.Less(t, m.Sys, uint64(3*most), "it was stopped in time")
}

func TestWhatFitsIsJudged(t *testing.T) {
	r := Check(t.Context(), oneKey(3, 2), Options{MaxBytes: 1 << 30})
	require.Equal(t, Fails, r.Verdict)
}

// The exact checker takes little, and so has a verdict. That stays when the picture does not fit.
func TestAPictureThatDoesNotFitSaysWhy(t *testing.T) {
	var page bytes.Buffer
	require.NoError(t, Picture(t.Context(), &page, counterOf(inc(1, 1, 1, 2), read(2, 0, 3, 4)), Options{MaxBytes: 1}))
	require.Contains(t, page.String(), "This history is not linearizable")
	require.Contains(t, page.String(), "The operations are not drawn: it takes more memory than it may (1B); allow more (--max-bytes).")
}
