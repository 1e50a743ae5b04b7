package tla

import (
	"slices"
	"strconv"
	"strings"
)

// source is a text and the module, or the file, that it is.
type source struct {
	name   string
	text   string
	tokens []token
}

// tokenKind tells tokens of one sort from another.
type tokenKind uint8

const (
	endToken tokenKind = iota
	nameToken
	numberToken
	stringToken
	symbolToken // Operators, brackets and the like; keywords are names.
	lineToken   // ---- or ====.
)

// token is a piece of a module: text[start:end], at that place.
type token struct {
	kind         tokenKind
	text         string // As the parser compares it: a string without quotes, of synonyms always the same.
	start, end   int
	line, column int
}

// symbols are those that are not written with a backslash, the longer ones first.
var symbols = func() []string {
	list := strings.Fields(`
		<=> -+-> |-> ... ::= := => =< == = /\ \/ /= // / << >>_ >> <= >= <> <- <: < > ~> ~ -> -. -- - .. . :> :: :
		|| |- |= | [] [ ]_ ] { } ( ) , ' ^+ ^* ^# ^^ ^ !! ! @@ @ ## # $$ $ %% % && & ** * ++ + ?? ? \`)
	slices.SortStableFunc(list, func(a, b string) int { return len(b) - len(a) })
	return list
}()

// synonyms are other ways to write an operator.
var synonyms = map[string]string{
	`\union`: `\cup`, `\intersect`: `\cap`, `\times`: `\X`, `\circ`: `\o`, `=<`: `<=`, `\leq`: `<=`, `\geq`: `>=`,
	`/=`: `#`, `\neq`: `#`, `\land`: `/\`, `\lor`: `\/`, `\lnot`: `~`, `\neg`: `~`, `\equiv`: `<=>`,
}

// lexer takes a text apart.
type lexer struct {
	src       *source
	at        int
	line      int
	lineStart int // Where the line begins.
}

// scan takes the text apart into tokens. Comments, and what stands before a module if
// it is one, are left out.
func scan(src *source, isModule bool) error {
	l := lexer{src: src, line: 1}
	if isModule {
		l.skipPreamble()
	}
	for {
		if err := l.skip(); err != nil {
			return err
		}
		t, err := l.next()
		if err != nil {
			return err
		}
		src.tokens = append(src.tokens, t)
		if t.kind == endToken || isModule && t.kind == lineToken && t.text[0] == '=' {
			return nil
		}
	}
}

func (l *lexer) errorf(format string, args ...any) error {
	return place{l.src, l.line, l.at - l.lineStart + 1}.errorf(format, args...)
}

// rest is the text from here on.
func (l *lexer) rest() string { return l.src.text[l.at:] }

// skipPreamble goes to the first line that begins with four dashes and MODULE.
func (l *lexer) skipPreamble() {
	for line := range strings.Lines(l.src.text) {
		if after, ok := strings.CutPrefix(line, "----"); ok && strings.HasPrefix(strings.TrimLeft(after, "- "), "MODULE") {
			return
		}
		l.at += len(line)
		l.line, l.lineStart = l.line+1, l.at
	}
}

// skip goes past white space and comments.
func (l *lexer) skip() error {
	for depth := 0; l.at < len(l.src.text); {
		rest := l.rest()
		switch {
		case strings.HasPrefix(rest, "(*"):
			depth, l.at = depth+1, l.at+2
		case depth > 0 && strings.HasPrefix(rest, "*)"):
			depth, l.at = depth-1, l.at+2
		case rest[0] == '\n':
			l.at++
			l.line, l.lineStart = l.line+1, l.at
		case depth > 0 || strings.IndexByte(" \t\r", rest[0]) >= 0:
			l.at++
		case strings.HasPrefix(rest, `\*`):
			end := strings.IndexByte(rest, '\n')
			if end < 0 {
				end = len(rest)
			}
			l.at += end
		default:
			return nil
		}
		if depth > 0 && l.at == len(l.src.text) {
			return l.errorf("a comment does not end: *) is missing")
		}
	}
	return nil
}

// next is the token that begins here.
func (l *lexer) next() (token, error) {
	t := token{start: l.at, line: l.line, column: l.at - l.lineStart + 1}
	rest := l.rest()
	switch {
	case rest == "":
	case strings.HasPrefix(rest, "----") || strings.HasPrefix(rest, "===="):
		t.kind, t.text = lineToken, rest[:len(rest)-len(strings.TrimLeft(rest, rest[:1]))]
		l.at += len(t.text)
	case rest[0] == '"':
		return l.quoted(t)
	case isWord(rest[0]):
		t.text = word(rest)
		l.at += len(t.text)
		t.kind = numberToken
		if strings.Trim(t.text, "0123456789") != "" {
			t.kind = nameToken
		}
	default:
		text := l.symbol(rest)
		if text == "" {
			return t, l.errorf("%q begins nothing in TLA+", []rune(rest)[0])
		}
		l.at += len(text)
		t.kind, t.text = symbolToken, text
		if same, ok := synonyms[text]; ok {
			t.text = same
		}
	}
	t.end = l.at
	return t, nil
}

// symbol is the symbol that the text begins with, or "".
func (l *lexer) symbol(rest string) string {
	if rest[0] == '\\' && len(rest) > 1 && isLetter(rest[1]) {
		return rest[:1+len(strings.TrimRight(word(rest[1:]), "0123456789_"))]
	}
	for _, s := range symbols {
		if strings.HasPrefix(rest, s) {
			return s
		}
	}
	return ""
}

// quoted reads a string.
func (l *lexer) quoted(t token) (token, error) {
	for l.at++; l.at < len(l.src.text); l.at++ {
		switch l.src.text[l.at] {
		case '\\':
			l.at++
		case '\n':
			return t, l.errorf("a string does not end on its line")
		case '"':
			l.at++
			text, err := strconv.Unquote(l.src.text[t.start:l.at])
			if err != nil {
				return t, l.errorf("%s is no string: %v", l.src.text[t.start:l.at], err)
			}
			t.kind, t.text, t.end = stringToken, text, l.at
			return t, nil
		}
	}
	l.at = len(l.src.text)
	return t, l.errorf("a string does not end")
}

// word is the letters, digits and underscores that the text begins with.
func word(text string) string {
	end := 0
	for end < len(text) && isWord(text[end]) {
		end++
	}
	return text[:end]
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }

func isWord(c byte) bool { return isLetter(c) || '0' <= c && c <= '9' || c == '_' }
