package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/browser"
	"github.com/lockstep-paxos/lockstep/linearizability"
)

// sideways is by how many pixels a page is wider than its window.
const sideways = "document.documentElement.scrollWidth - window.innerWidth"

// failing is a history with too old a read, after others.
func failing() linearizability.History {
	h := linearizability.History{Model: linearizability.Counter}
	for i := range int64(60) {
		h.Operations = append(h.Operations, linearizability.Operation{
			Client: 4, Seq: int(i) + 1, Operation: linearizability.OpIncrement, Outcome: linearizability.Done, Count: i + 1, Call: 2 * i, Return: 2*i + 1,
		})
	}
	h.Operations = append(h.Operations, linearizability.Operation{Client: 5, Seq: 1, Operation: linearizability.OpRead, Outcome: linearizability.Done, Count: 7, Call: 130, Return: 131})
	return h
}

// Pages can be read on a phone and on a desk: they do not scroll sideways, and that of a history
// that fails shows the operation that fits nowhere at once.
func TestPagesFitTheirWindows(t *testing.T) {
	ctx := browser.Open(t)
	folder := t.TempDir()
	report, o := shortRun(t)
	page, err := os.ReadFile(filepath.Join(o.out, "report.html"))
	require.NoError(t, err, report.Report)
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
		return path
	}
	var picture strings.Builder
	require.NoError(t, linearizability.Picture(context.Background(), &picture, failing(), linearizability.Options{}))
	pages := []string{write("report.html", string(page)), write("failing.html", picture.String())}
	for _, width := range browser.Widths {
		for _, page := range pages {
			wider, err := browser.Show[int](ctx, page, width, sideways)
			require.NoError(t, err)
			require.LessOrEqual(t, wider, 0, "%s at %d pixels", page, width)
		}
		misfit := fmt.Sprintf(`(() => { const r = document.querySelector(".linearization-invalid.linearization-point").getBoundingClientRect()
			return 0 <= r.left && r.right <= %d && 0 <= r.top && r.bottom <= window.innerHeight })()`, width)
		isSeen, err := browser.Show[bool](ctx, pages[1], width, misfit)
		require.NoError(t, err)
		require.True(t, isSeen, "the operation that fits nowhere, at %d pixels", width)
	}
	wider, err := browser.Show[int](ctx, write("wide.html", `<!doctype html><meta name="viewport" content="width=device-width"><div style="width: 2000px">wide</div>`), 390, sideways)
	require.NoError(t, err)
	require.Positive(t, wider, "a page that scrolls is noticed")
}
