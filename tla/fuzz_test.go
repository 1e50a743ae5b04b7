package tla

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// FuzzLoad reads modules: whatever stands there, an error is the worst that comes of it.
func FuzzLoad(f *testing.F) {
	for _, pattern := range []string{"../spec/*.tla", "testdata/reject/*.tla"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatal(pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Load("M", fstest.MapFS{"M.tla": {Data: []byte(text)}})
		if err == nil {
			_, _ = s.Bind(&Config{})
		}
	})
}

// FuzzExpression evaluates expressions, with few steps: they have a value or an error,
// and the value reads back as itself.
func FuzzExpression(f *testing.F) {
	text, err := os.ReadFile("testdata/values.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		expression, _, _ := strings.Cut(line, "  ")
		f.Add(expression)
	}
	m, err := NewTestModel(TestSpec+"====", "")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := m.Expression(text)
		if err != nil {
			return
		}
		c := newContext(nil, nil)
		c.steps = maxSteps - 100
		var v Value
		if err := evaluate(c, func() { v = (&Step{model: m}).value(c, d, nil) }); err != nil || sizeInside(v) > 100 {
			return
		}
		if evaluate(c, func() { v = settled(v) }) != nil {
			return
		}
		again, err := Parse(v.String())
		if err != nil || Compare(v, again) != 0 {
			t.Fatalf("%s is %v, and reads back as %v, %v", text, v, again, err)
		}
	})
}

// sizeInside is the size of the largest set in v.
func sizeInside(v Value) int64 {
	size := int64(0)
	if v.kind == SetKind {
		size = sizeOf(v)
	}
	for _, e := range v.Elems() {
		size = max(size, sizeInside(e))
	}
	return size
}
