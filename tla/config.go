package tla

import (
	"slices"
	"strings"
)

// Config is a configuration of TLC, taken apart.
type Config struct {
	Constants         map[string]Value  // Constant = value.
	Replacements      map[string]string // Constant, or definition, <- definition.
	Given             map[string]Value  // Values that take the place of definitions without parameters; the text of a configuration gives none.
	Specification     string
	Init, Next        string
	Invariants        []string
	Properties        []string
	Constraints       []string
	ActionConstraints []string
	View, Symmetry    string
	NoDeadlockCheck   bool // CHECK_DEADLOCK FALSE
}

// ParseConfig reads the text of a configuration; name is what errors call it.
func ParseConfig(name, text string) (*Config, error) {
	src := &source{name: name, text: text}
	if err := scan(src, false); err != nil {
		return nil, err
	}
	c := &Config{Constants: map[string]Value{}, Replacements: map[string]string{}}
	p := parser{src: src}
	return c, parseWith(func() {
		for p.peek().kind != endToken {
			c.section(&p)
		}
	})
}

// lists are the sections that name definitions, as many as there are.
func (c *Config) lists(keyword string) *[]string {
	switch keyword {
	case "INVARIANT", "INVARIANTS":
		return &c.Invariants
	case "PROPERTY", "PROPERTIES":
		return &c.Properties
	case "CONSTRAINT", "CONSTRAINTS":
		return &c.Constraints
	case "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS":
		return &c.ActionConstraints
	}
	return nil
}

// single are the sections that name one definition.
func (c *Config) single(keyword string) *string {
	switch keyword {
	case "SPECIFICATION":
		return &c.Specification
	case "INIT":
		return &c.Init
	case "NEXT":
		return &c.Next
	case "VIEW":
		return &c.View
	case "SYMMETRY":
		return &c.Symmetry
	}
	return nil
}

var otherSections = []string{"CONSTANT", "CONSTANTS", "CHECK_DEADLOCK", "ALIAS", "POSTCONDITION"}

// isSection reports whether the word begins a section.
func isSection(word string) bool {
	var c Config
	return c.lists(word) != nil || c.single(word) != nil || slices.Contains(otherSections, word)
}

// section reads one section.
func (c *Config) section(p *parser) {
	at, keyword := p.place(), p.peek().text
	p.at++
	switch {
	case keyword == "CONSTANT" || keyword == "CONSTANTS":
		for p.peek().kind == nameToken && !isSection(p.peek().text) {
			c.constant(p)
		}
	case keyword == "CHECK_DEADLOCK":
		if c.NoDeadlockCheck = p.accept("FALSE"); !c.NoDeadlockCheck {
			p.expect("TRUE", "or FALSE after CHECK_DEADLOCK")
		}
	case c.single(keyword) != nil:
		if *c.single(keyword) != "" {
			at.fail("%s is said twice", keyword)
		}
		*c.single(keyword) = p.name("the name of a definition after " + keyword)
	case c.lists(keyword) != nil:
		for p.peek().kind == nameToken && !isSection(p.peek().text) {
			list := c.lists(keyword)
			*list = append(*list, p.name("the name of a definition"))
		}
	default:
		at.fail("%s begins no section of a configuration that is known", shorten(keyword, 40))
	}
}

// constant reads Name = value or Name <- Definition.
func (c *Config) constant(p *parser) {
	at := p.place()
	name := p.name("a constant")
	_, isValue := c.Constants[name]
	if _, isReplaced := c.Replacements[name]; isValue || isReplaced {
		at.fail("%s is given a value twice", name)
	}
	if p.accept("<-") {
		c.Replacements[name] = p.name("the name of a definition after <-")
		return
	}
	p.expect("=", "or <- after a constant")
	c.Constants[name] = configValue(p.operand())
}

// configValue is what a value in a configuration is: a name is a model value.
func configValue(e *expr) Value {
	switch {
	case e.form == number, e.form == quotation, e.form == applied && len(e.args) == 1 && e.name == "-.":
		v, err := Parse(strings.ReplaceAll(e.text(), " ", ""))
		if e.form == quotation {
			return String(e.name)
		}
		if err != nil {
			e.at.fail("%v", err)
		}
		return v
	case e.form == applied && len(e.args) == 0 && (e.name == "TRUE" || e.name == "FALSE"):
		return Bool(e.name == "TRUE")
	case e.form == applied && len(e.args) == 0:
		return ModelValue(e.name)
	case e.form == enumerated:
		var elems []Value
		for _, arg := range e.args {
			elems = append(elems, configValue(arg))
		}
		return Set(elems...)
	}
	e.at.fail("%s is no value that a configuration may have", e.text())
	return Value{}
}
