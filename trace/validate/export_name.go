package validate

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// reserved are the words of TLA+ that no module can have as its name, or that some version of
// TLC takes for something else there.
var reserved = strings.Fields(`
	ACTION ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS DOMAIN ELSE ENABLED
	EXCEPT EXTENDS FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW OBVIOUS OMITTED ONLY OTHER PICK PROOF
	PROPOSITION PROVE QED RECURSIVE SF_ STATE STRING SUBSET SUFFICES TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE
	VARIABLE VARIABLES WF_ WITH WITNESS`)

// standard are the modules that TLC brings along, the last four in later versions alone.
var standard = strings.Fields("Bags FiniteSets Integers Naturals Randomization RealTime Reals Sequences TLC Toolbox Apalache TLCExt Json IOUtils")

// NoName says that a module cannot have a name.
type NoName struct{ Name, Why string }

func (n *NoName) Error() string { return fmt.Sprintf("%q is %s", n.Name, n.Why) }

// nameFor tells why a module that stands beside the spec cannot have the name; it is nil
// if it can. Names that differ in capitals alone are one on some disks.
func nameFor(root, name string) error {
	if !moduleName.MatchString(name) {
		return &NoName{name, "no name of a module; use letters, digits and _, a letter first"}
	}
	isName := func(other string) bool { return strings.EqualFold(other, name) }
	switch {
	case slices.Contains(reserved, name) || strings.HasPrefix(name, "WF_") || strings.HasPrefix(name, "SF_"):
		return &NoName{name, "a word of TLA+, and no name for a module"}
	case slices.ContainsFunc(standard, isName):
		return &NoName{name, "the name of a module of TLC's"}
	}
	return filepath.WalkDir(filepath.Join(root, "spec"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && isName(strings.TrimSuffix(d.Name(), ".tla")) && filepath.Ext(path) == ".tla" {
			beside, _ := filepath.Rel(root, path)
			return &NoName{name, "the name of a module of the spec, " + filepath.ToSlash(beside)}
		}
		if os.IsNotExist(err) {
			return nil
		}
		return err
	})
}

// sayable is the text of a TLA+ value in which each character that TLA+ strings cannot have
// is escaped, as JSON does it: a backtick is \u0060, written "\\u0060". A backslash before
// a u is \u005c, so that strings that differ still do. TLC of the version at hand reads no
// backtick and nothing above U+00FF, and of that what the locale has it read.
func sayable(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case strings.HasPrefix(text[i:], `\\u`):
			b.WriteString(`\\u005c`)
			size = 2
		case c == '\\':
			size = 2
			b.WriteString(text[i : i+size])
		case c < ' ' || c > '~' || c == '`':
			for _, unit := range utf16.Encode([]rune{c}) {
				fmt.Fprintf(&b, `\\u%04x`, unit)
			}
		default:
			b.WriteString(text[i : i+size])
		}
		i += size
	}
	return b.String()
}
