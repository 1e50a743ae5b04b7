package tla

import "testing/fstest"

// TestSpec is a module without constants or variables that extends all standard modules
// and stands in a file system of its own.
const TestSpec = "---- MODULE M ----\nEXTENDS Integers, Sequences, FiniteSets, TLC\n"

// NewTestModel is the model of a module M with this text.
func NewTestModel(text, config string) (*Model, error) {
	s, err := Load("M", fstest.MapFS{"M.tla": {Data: []byte(text)}})
	if err != nil {
		return nil, err
	}
	c, err := ParseConfig("M.cfg", config)
	if err != nil {
		return nil, err
	}
	return s.Bind(c)
}

// EvalInVain is the error of an evaluation that has taken nearly all of its steps.
func (s *Step) EvalInVain(d *Definition) error {
	c := newContext(s.cur, s.next)
	c.steps = maxSteps - 10
	return evaluate(c, func() { s.value(c, d, nil) })
}
