package transcript

import (
	"fmt"
	"reflect"
	"strings"
)

// field is a field of a struct by its JSON key.
type field struct {
	key   string
	value any
}

// fieldsOf are the fields of a struct, or of what x points to, that have a JSON
// key, in order; embedded structs are expanded.
func fieldsOf(x any) []field { return fieldsIn(reflect.Indirect(reflect.ValueOf(x))) }

func fieldsIn(v reflect.Value) []field {
	var fields []field
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			fields = append(fields, fieldsIn(v.Field(i))...)
			continue
		}
		if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" {
			fields = append(fields, field{key, v.Field(i).Interface()})
		}
	}
	return fields
}

// changes prints a line for each field of the node of that number that changed.
func (p *Play) changes(number int, before, after []field) string {
	var b strings.Builder
	for i := range before {
		if !reflect.DeepEqual(before[i].value, after[i].value) {
			fmt.Fprintf(&b, "%s[%d]: %s -> %s\n", before[i].key, number, p.show(before[i].value), p.show(after[i].value))
		}
	}
	return b.String()
}

// sendings adds the messages to those sent and prints them, in one line what is
// the same but for whom it is for. A message that was sent before keeps its number.
func (p *Play) sendings(messages reflect.Value) string {
	var lines []sending
	for i := range messages.Len() {
		m := messages.Index(i).Interface()
		number, verb := p.numberOf(m), "sent again"
		if number == 0 {
			p.sent = append(p.sent, m)
			number, verb = len(p.sent), "sent"
		}
		next := p.sending(m)
		next.verb, next.numbers = verb, []string{fmt.Sprint(number)}
		if last := len(lines) - 1; last >= 0 && lines[last].verb == verb && lines[last].from == next.from && lines[last].content == next.content {
			lines[last].numbers = append(lines[last].numbers, next.numbers...)
			lines[last].dests = append(lines[last].dests, next.dests...)
		} else {
			lines = append(lines, next)
		}
	}
	var b strings.Builder
	for _, line := range lines {
		fmt.Fprintf(&b, "%s %s: %s\n", line.verb, strings.Join(line.numbers, ", "), line)
	}
	return b.String()
}

// numberOf is the number of a message that was sent, or 0.
func (p *Play) numberOf(m any) int {
	for i, other := range p.sent {
		if reflect.DeepEqual(m, other) {
			return i + 1
		}
	}
	return 0
}

// sending is what is printed of messages: whether they were sent before and their
// numbers; their type and sender, whom they are for, and their content.
type sending struct {
	verb    string
	numbers []string
	from    string
	dests   []string
	content string
}

// String is the messages themselves.
func (s sending) String() string {
	if len(s.dests) > 0 {
		return s.from + " to " + strings.Join(s.dests, ", ") + s.content
	}
	return s.from + s.content
}

// sending is what is printed of one message. The key of a field is left out where
// its value says it.
func (p *Play) sending(m any) sending {
	s := sending{from: reflect.TypeOf(m).Name()}
	for _, f := range fieldsOf(m) {
		value := p.show(f.value)
		switch {
		case f.key == "from":
			s.from += " from " + value
		case f.key == "dest":
			s.dests = append(s.dests, value)
		case strings.Contains(value, f.key):
			s.content += ", " + value
		default:
			s.content += ", " + f.key + " " + value
		}
	}
	return s
}

// show prints a value: as the protocol does, as the value does itself, a slice as
// {a, b}, or as Go does.
func (p *Play) show(x any) string {
	if text, ok := p.protocol.Show(x); ok {
		return text
	}
	if s, ok := x.(fmt.Stringer); ok {
		return s.String()
	}
	v := reflect.ValueOf(x)
	if v.Kind() != reflect.Slice {
		return fmt.Sprint(x)
	}
	var elems []string
	for i := range v.Len() {
		elems = append(elems, p.show(v.Index(i).Interface()))
	}
	return "{" + strings.Join(elems, ", ") + "}"
}
