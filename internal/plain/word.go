package plain

import (
	"regexp"
	"strings"
)

var oneWord = regexp.MustCompile(`^[A-Za-z0-9_@%+=:,./-]+$`)

// Word is s as one word of a command that somebody may paste into a shell: in quotes, unless
// the shell reads it as it is.
func Word(s string) string {
	if oneWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Command is a command line of these words.
func Command(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = Word(w)
	}
	return strings.Join(quoted, " ")
}
