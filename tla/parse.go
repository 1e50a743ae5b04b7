package tla

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// State is a state as TLC prints it: the value of each variable.
type State map[string]Value

// String is the state as a conjunction, one variable a line, in the order given.
func (s State) String(order []string) string {
	var b strings.Builder
	for _, name := range order {
		fmt.Fprintf(&b, "/\\ %s = %s\n", name, s[name])
	}
	return b.String()
}

// ParseState reads a conjunction of equations, as TLC prints states.
func ParseState(text string) (State, error) {
	p := valueParser{text: text}
	state := State{}
	for p.skip(); p.at < len(p.text); p.skip() {
		p.accept(`/\`)
		name := p.word()
		if name == "" || !p.accept("=") {
			return nil, p.errorf("a variable and =")
		}
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		state[name] = v
	}
	return state, nil
}

// Parse reads one value and refuses what follows it.
func Parse(text string) (Value, error) {
	p := valueParser{text: text}
	v, err := p.value()
	if err != nil {
		return Value{}, err
	}
	if p.skip(); p.at < len(p.text) {
		return Value{}, p.errorf("the end of the value")
	}
	return v, nil
}

// valueParser reads a value as TLC prints it.
type valueParser struct {
	text  string
	at    int
	depth int
}

func (p *valueParser) skip() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

// accept consumes token if it comes next.
func (p *valueParser) accept(token string) bool {
	p.skip()
	if !strings.HasPrefix(p.text[p.at:], token) {
		return false
	}
	p.at += len(token)
	return true
}

var wordPattern = regexp.MustCompile(`^[A-Za-z0-9_!]+`)

// word consumes an identifier, or is "".
func (p *valueParser) word() string {
	p.skip()
	w := wordPattern.FindString(p.text[p.at:])
	p.at += len(w)
	return w
}

func (p *valueParser) errorf(want string) error {
	rest := p.text[p.at:]
	if len(rest) > 40 {
		rest = rest[:40] + "..."
	}
	return fmt.Errorf("TLA+ value: want %s at %q", want, rest)
}

func (p *valueParser) value() (Value, error) {
	if p.depth++; p.depth > maxDepth {
		return Value{}, errTooDeep
	}
	defer func() { p.depth-- }()
	switch {
	case p.accept("<<"):
		elems, err := p.list(">>")
		return Tuple(elems...), err
	case p.accept("{"):
		elems, err := p.list("}")
		return Set(elems...), err
	case p.accept("["):
		return p.record()
	case p.accept("("):
		return p.function()
	case p.accept(`"`):
		return p.quoted()
	}
	return p.atom()
}

func (p *valueParser) list(end string) ([]Value, error) {
	var elems []Value
	if p.accept(end) {
		return elems, nil
	}
	for {
		v, err := p.value()
		if err != nil {
			return nil, err
		}
		elems = append(elems, v)
		if p.accept(end) {
			return elems, nil
		}
		if !p.accept(",") {
			return nil, p.errorf(", or " + end)
		}
	}
}

func (p *valueParser) record() (Value, error) {
	var fields []Field
	for {
		name := p.word()
		if name == "" || !p.accept("|->") {
			return Value{}, p.errorf("a field and |->")
		}
		v, err := p.value()
		if err != nil {
			return Value{}, err
		}
		fields = append(fields, Field{String(name), v})
		if p.accept("]") {
			return Func(fields...), nil
		}
		if !p.accept(",") {
			return Value{}, p.errorf(", or ]")
		}
	}
}

func (p *valueParser) function() (Value, error) {
	var fields []Field
	for {
		k, err := p.value()
		if err != nil {
			return Value{}, err
		}
		if !p.accept(":>") {
			return Value{}, p.errorf(":>")
		}
		v, err := p.value()
		if err != nil {
			return Value{}, err
		}
		fields = append(fields, Field{k, v})
		if p.accept(")") {
			return Func(fields...), nil
		}
		if !p.accept("@@") {
			return Value{}, p.errorf("@@ or )")
		}
	}
}

func (p *valueParser) quoted() (Value, error) {
	start := p.at - 1
	for ; p.at < len(p.text); p.at++ {
		switch p.text[p.at] {
		case '\\':
			p.at++
		case '"':
			p.at++
			s, err := strconv.Unquote(p.text[start:p.at])
			if err != nil {
				return Value{}, fmt.Errorf("TLA+ value: string %.40q: %w", p.text[start:p.at], err)
			}
			return String(s), nil
		}
	}
	return Value{}, fmt.Errorf("TLA+ value: string %.40q does not end", p.text[start:])
}

// atom reads a number, a range of numbers, TRUE, FALSE or a model value.
func (p *valueParser) atom() (Value, error) {
	sign := ""
	if p.accept("-") {
		sign = "-"
	}
	w := p.word()
	if w == "" {
		return Value{}, p.errorf("a value")
	}
	n, err := strconv.ParseInt(sign+w, 10, 64)
	switch {
	case err == nil && p.accept(".."):
		return p.interval(n)
	case err == nil:
		return Int(n), nil
	case sign != "":
		return Value{}, p.errorf("a number after -")
	case w == "TRUE" || w == "FALSE":
		return Bool(w == "TRUE"), nil
	}
	return ModelValue(w), nil
}

// maxInterval bounds what a hostile text can make the parser allocate.
const maxInterval = 1 << 16

func (p *valueParser) interval(from int64) (Value, error) {
	end, err := p.value()
	if err != nil || end.kind != IntKind {
		return Value{}, p.errorf("a number after ..")
	}
	if end.num-from > maxInterval {
		return Value{}, fmt.Errorf("TLA+ value: %d..%d is too large", from, end.num)
	}
	var elems []Value
	for n := from; n <= end.num; n++ {
		elems = append(elems, Int(n))
	}
	return Set(elems...), nil
}
