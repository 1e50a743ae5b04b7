// Package browser opens pages in a real browser, for tests.
package browser

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Widths are the widths of window at which a page must be readable, in pixels: that of a phone,
// and that of a desk.
var Widths = []int64{390, 1280}

// height is that of the window.
const height = 844

// Open starts Chromium, which ends with the test. Without Chromium the test is skipped, or
// fails if LOCKSTEP_REQUIRE_BROWSER is set.
func Open(t *testing.T) context.Context {
	t.Helper()
	if _, err := exec.LookPath("chromium"); err != nil {
		if os.Getenv("LOCKSTEP_REQUIRE_BROWSER") != "" {
			t.Fatal("no chromium, and LOCKSTEP_REQUIRE_BROWSER is set; install it (Debian: apt-get install chromium)")
		}
		t.Skip("no chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"))
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	ctx, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, expire := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(expire)
	return ctx
}

// Show opens a file in a window so many pixels wide, and evaluates an expression of JavaScript
// there.
func Show[T any](ctx context.Context, file string, width int64, expression string) (T, error) {
	var none T
	for _, step := range []chromedp.Action[chromedp.Void]{chromedp.EmulateViewport(width, height), chromedp.Navigate("file://" + file)} {
		if _, err := chromedp.Run(ctx, step); err != nil {
			return none, err
		}
	}
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression))
}
