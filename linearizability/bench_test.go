package linearizability

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// long is a history of a counter by ten clients. One per cent of its operations are
// increments of unknown outcome, and another one per cent reads.
func long(operations int) History { return random(1, Counter, 10, operations, 0.02) }

func BenchmarkCheck(b *testing.B) {
	for _, operations := range []int{10_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprint(operations), func(b *testing.B) {
			h := long(operations)
			b.ReportAllocs()
			for b.Loop() {
				r := Check(context.Background(), h, Options{})
				require.Equal(b, Holds, r.Verdict, r.Reason)
				b.ReportMetric(float64(r.Unknown), "unknown")
			}
		})
	}
}

// The worst case: what fails is the last operation, and where it first failed is
// looked for.
func BenchmarkSmallestFailingOfMillion(b *testing.B) {
	h := long(1_000_000)
	late := returns(h.Operations)[len(returns(h.Operations))-1]
	h.Operations[late].Count = 1
	for b.Loop() {
		p := SmallestFailing(context.Background(), h, Options{})
		require.Equal(b, Fails, p.Result.Verdict)
	}
}

// As many as Porcupine is asked about.
func BenchmarkPorcupineCounter(b *testing.B) {
	h := long(maxForPorcupine)
	b.ReportAllocs()
	for b.Loop() {
		require.Equal(b, Holds, Check(context.Background(), h, Options{Checker: Porcupine}).Verdict)
	}
}

func BenchmarkPorcupineOneKey(b *testing.B) {
	r := &run{Rand: rand.New(rand.NewPCG(1, 1)), model: KeyValue, keys: 1, unknown: 0.02}
	h := r.random(10, maxForPorcupine)
	b.ReportAllocs()
	for b.Loop() {
		require.Equal(b, Holds, Check(context.Background(), h, Options{}).Verdict)
	}
}

func BenchmarkTenKeysHundredThousand(b *testing.B) {
	r := &run{Rand: rand.New(rand.NewPCG(1, 1)), model: KeyValue, keys: 10, unknown: 0.02}
	h := r.random(10, 100_000)
	b.ReportAllocs()
	for b.Loop() {
		require.Equal(b, Holds, Check(context.Background(), h, Options{}).Verdict)
	}
}

func BenchmarkReadMillion(b *testing.B) {
	var file bytes.Buffer
	require.NoError(b, Write(&file, long(1_000_000)))
	b.SetBytes(int64(file.Len()))
	for b.Loop() {
		_, err := Read("million.ndjson", bytes.NewReader(file.Bytes()))
		require.NoError(b, err)
	}
}
