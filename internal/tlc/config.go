package tlc

import (
	"regexp"
	"slices"
	"strings"
)

// section is a part of a configuration: its keyword, the words below it, and both
// as they stand there.
type section struct {
	keyword string
	words   []string
	text    string
}

// The words that begin a section of a configuration.
var configSections = []string{
	"CONSTANT", "CONSTANTS", "INIT", "NEXT", "SPECIFICATION", "INVARIANT", "INVARIANTS", "PROPERTY", "PROPERTIES",
	"CONSTRAINT", "CONSTRAINTS", "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS", "SYMMETRY", "VIEW", "CHECK_DEADLOCK",
	"ALIAS", "POSTCONDITION",
}

var (
	configRemark = regexp.MustCompile(`\\\*.*|(?s)\(\*.*?\*\)`)
	configWord   = regexp.MustCompile(`\S+`)
)

// sections takes a configuration apart, and leaves out its comments.
func sections(text string) []section {
	var found []section
	text = configRemark.ReplaceAllString(text, " ")
	begin := 0
	for _, at := range configWord.FindAllStringIndex(text, -1) {
		word := text[at[0]:at[1]]
		if slices.Contains(configSections, word) {
			found = append(found, section{keyword: word})
			begin = at[0]
		}
		if len(found) == 0 {
			continue
		}
		last := &found[len(found)-1]
		last.text = text[begin:at[1]]
		if at[0] != begin {
			last.words = append(last.words, word)
		}
	}
	return found
}

func (s section) isProperty() bool { return strings.HasPrefix(s.keyword, "PROPERT") }

// configProperties are the names in the PROPERTY sections of a configuration.
func configProperties(text string) []string {
	var properties []string
	for _, s := range sections(text) {
		if s.isProperty() {
			properties = append(properties, s.words...)
		}
	}
	return properties
}

// withoutProperties is a configuration without its PROPERTY sections.
func withoutProperties(text string) string {
	var kept strings.Builder
	for _, s := range sections(text) {
		if !s.isProperty() {
			kept.WriteString(s.text + "\n")
		}
	}
	return kept.String()
}

// checksDeadlock is true iff a configuration wants deadlocks found; TLC's default
// is that it does.
func checksDeadlock(text string) bool {
	for _, s := range sections(text) {
		if s.keyword == "CHECK_DEADLOCK" && slices.Equal(s.words, []string{"FALSE"}) {
			return false
		}
	}
	return true
}
