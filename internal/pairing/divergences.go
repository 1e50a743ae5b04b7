package pairing

import (
	"fmt"
	"go/ast"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// divergenceMark begins a line of a comment that tells of a deliberate difference.
var divergenceMark = regexp.MustCompile(`(?m)^NOT IN SPEC(:|$)`)

// Divergence is a place where a twin differs from its spec on purpose.
type Divergence struct {
	Go  string // The package, the file, and the function if it is in one.
	Why string
}

// String is the line in which a document lists the divergence.
func (d Divergence) String() string { return fmt.Sprintf("- %s: %s", d.Go, d.Why) }

// Divergences are the comments NOT IN SPEC: why of the Go package in dir, in order.
func Divergences(dir string) ([]Divergence, error) {
	t, err := readTwin(dir)
	if err != nil {
		return nil, err
	}
	var all []Divergence
	for _, file := range t.files {
		for _, group := range file.Comments {
			if why, ok := whyOf(group); ok {
				all = append(all, Divergence{t.placeOf(file, group), why})
			}
		}
	}
	return all, nil
}

// CompareList compares the divergences with a document that lists each in a line
// of its own, and tells each line that is missing or too many.
func CompareList(document string, all []Divergence) []string {
	var want, faults []string
	for _, d := range all {
		want = append(want, d.String())
		if !slices.Contains(strings.Split(document, "\n"), d.String()) {
			faults = append(faults, "the list lacks a divergence of the code; add the line "+d.String())
		}
	}
	for line := range strings.Lines(document) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "- ") && !slices.Contains(want, line) {
			faults = append(faults, "the list has a divergence that is not in the code; remove the line "+line)
		}
	}
	return faults
}

// whyOf is what a comment gives as the reason of a divergence, if it tells of one.
func whyOf(comment *ast.CommentGroup) (why string, isDivergence bool) {
	text := comment.Text()
	at := divergenceMark.FindStringIndex(text)
	if at == nil {
		return "", false
	}
	return oneLine(text[at[1]:]), true
}

// isDivergence is true iff the comment says NOT IN SPEC, and why.
func isDivergence(comment *ast.CommentGroup) bool {
	why, _ := whyOf(comment)
	return why != ""
}

// placeOf names the file of a comment, and the function that it is in or before.
func (t *twin) placeOf(file *ast.File, comment *ast.CommentGroup) string {
	place := file.Name.Name + "/" + filepath.Base(t.fset.Position(file.Pos()).Filename)
	for _, f := range t.funcs {
		if f.Doc == comment || f.Pos() <= comment.Pos() && comment.End() <= f.End() {
			return place + ", " + f.Name.Name
		}
	}
	return place
}

// divergentLines are the lines of f that a comment NOT IN SPEC: why ends, and
// those right below such a comment.
func (t *twin) divergentLines(f function) map[int]bool {
	lines := map[int]bool{}
	for _, file := range t.files {
		for _, group := range file.Comments {
			if f.Pos() <= group.Pos() && group.End() <= f.End() && isDivergence(group) {
				lines[t.fset.Position(group.Pos()).Line] = true
				lines[t.fset.Position(group.End()).Line+1] = true
			}
		}
	}
	return lines
}

// checkDivergences checks that each divergence gives a reason.
func (c *comparison) checkDivergences() {
	for _, file := range c.files {
		for _, group := range file.Comments {
			if why, ok := whyOf(group); ok && why == "" {
				c.differ("Spec", c.placeOf(file, group), "a comment says NOT IN SPEC and not why; write NOT IN SPEC: and the reason")
			}
		}
	}
}
