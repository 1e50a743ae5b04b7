package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"
)

// window is a terminal with so many columns: what is written to the second file comes out
// of the first.
func window(t *testing.T, columns int) (screen, tty *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("left out: this machine has no pseudo-terminals: " + err.Error())
	}
	t.Cleanup(func() { screen.Close() })
	tty = terminalOf(t, screen)
	t.Cleanup(func() { tty.Close() })
	resize(t, tty, columns)
	return screen, tty
}

func resize(t *testing.T, tty *os.File, columns int) {
	t.Helper()
	require.NoError(t, unix.IoctlSetWinsize(int(tty.Fd()), unix.TIOCSWINSZ, &unix.Winsize{Row: 5, Col: uint16(columns)}))
}

// read is what the terminal was sent so far, and no more.
func read(t *testing.T, screen *os.File) string {
	t.Helper()
	b := make([]byte, 1<<16)
	n, err := screen.Read(b)
	require.NoError(t, err)
	return string(b[:n])
}

// wide is how many columns a text takes in whose letters beyond ASCII are wide.
func wide(text string) int { return 2*len([]rune(text)) - len(strings.Map(ascii, text)) }

func ascii(r rune) rune {
	if r < 0x80 {
		return r
	}
	return -1
}

func TestAProgressLineIsNeverWiderThanTheWindow(t *testing.T) {
	t.Setenv("TERM", "xterm")
	screen, tty := window(t, 20)
	p := console{out: tty, err: tty}.progress()
	for columns, texts := range map[int][]string{
		1: {"a"}, 2: {"ab"}, 3: {"abc", "法案"},
		20: {"short", strings.Repeat("a", 19), strings.Repeat("a", 20), strings.Repeat("法", 9), strings.Repeat("法", 20), "a" + strings.Repeat("法", 20)},
		80: {strings.Repeat("model ", 100)},
		0:  {strings.Repeat("model ", 100)}, // It does not say how wide it is.
	} {
		resize(t, tty, columns)
		for _, text := range texts {
			p.show("%s", text)
			said := strings.Split(read(t, screen), "\r")
			shown := said[len(said)-1]
			if columns == 0 {
				columns = 80
			}
			for _, part := range said {
				require.Less(t, wide(part), columns)
			}
			if wide(text) < columns {
				require.Equal(t, text, shown)
			} else if columns > 2 {
				before, ok := strings.CutSuffix(shown, "…")
				require.True(t, ok && strings.HasPrefix(text, before), shown)
				require.Greater(t, wide(shown), columns-4, "it is cut too early")
			}
		}
	}
}

func TestALineOfProgressIsClearedWhole(t *testing.T) {
	t.Setenv("TERM", "xterm")
	screen, tty := window(t, 10)
	p := console{out: tty, err: tty}.progress()
	p.show("begun")
	require.Equal(t, "\r         \rbegun", read(t, screen))
	p.done()
	require.Equal(t, "\r         \r", read(t, screen))
}

func TestProgressSendsATerminalNothingThatItObeys(t *testing.T) {
	t.Setenv("TERM", "xterm")
	screen, tty := window(t, 200)
	console{out: tty, err: tty}.progress().show("reading %s", "a\x1b]0;title\x07\nb\u202ec\u0085d")
	said := read(t, screen)
	require.Contains(t, said, `reading a\u001b]0;title\u0007\nb\u202ec\u0085d`)
	require.NotContains(t, said, "\x1b")
	require.NotContains(t, said, "\n")
}

func TestWithoutAWindowProgressIsPlainLines(t *testing.T) {
	_, tty := window(t, 20)
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	require.NoError(t, err)
	defer null.Close()
	t.Setenv("TERM", "dumb")
	require.Zero(t, console{err: tty}.columns(), "a dumb terminal")
	t.Setenv("TERM", "xterm")
	require.Zero(t, console{err: null}.columns(), "no terminal")
	require.Equal(t, 20, console{err: tty}.columns())

	var told bytes.Buffer
	p := console{err: &told}.progress()
	p.next = p.next.Add(-2 * betweenProgress)
	p.show("%s", strings.Repeat("a", 500))
	p.show("too soon for another")
	p.done()
	require.Equal(t, strings.Repeat("a", 500)+"\n", told.String())
}
