package tla

import "strings"

// form is what an expression is by its syntax.
type form uint8

const (
	applied     form = iota // A name or an operator, with what it is applied to.
	number                  // name has its digits.
	quotation               // "name"
	junction                // A list of conjuncts or disjuncts, or infix ones; name is /\ or \/.
	quantified              // \A or \E, which name says, bounds : args[0].
	chosen                  // CHOOSE bounds[0] : args[0]
	enumerated              // {args}
	filtered                // {bounds[0] : args[0]}
	mapped                  // {args[0] : bounds}
	tupled                  // <<args>>
	recorded                // [names |-> args]
	recordSets              // [names: args]
	function                // [bounds |-> args[0]]
	functionOf              // [args[0] -> args[1]]
	excepted                // [args[0] EXCEPT updates]
	indexed                 // args[0][args[1:]]
	selected                // args[0].name
	multiplied              // args[0] \X args[1] ...
	conditional             // IF args[0] THEN args[1] ELSE args[2]
	cases                   // CASE args[0] -> args[1] [] ...; what stands for OTHER is nil.
	letIn                   // LET units IN args[0]
	lambda                  // LAMBDA params : args[0]
	previous                // @
	temporal                // [args[0]]_args[1] and the like, WF, SF; name says which.
)

// expr is an expression as it stands in a module.
type expr struct {
	form    form
	at      place
	first   int // The first of its tokens, and the one after the last.
	after   int
	name    string
	names   []string
	args    []*expr
	bounds  []bound
	updates []update
	params  []Param
	units   []*unit
}

// bound is x, y \in set, or <<x, y>> \in set; set is nil where there is none.
type bound struct {
	names   []string
	isTuple bool
	set     *expr
}

// update is !path = value in an EXCEPT. A path is made of .name and [args].
type update struct {
	path  []*expr
	value *expr
}

// Param is a parameter of a definition, by its name; Arity is that of an operator, 0
// of everything else.
type Param struct {
	Name  string
	Arity int
}

// unitKind is what a part of a module is.
type unitKind uint8

const (
	constantUnit unitKind = iota
	variableUnit
	definitionUnit
	instanceUnit
	assumptionUnit
	theoremUnit
	recursiveUnit
)

// unit is a part of a module: a definition, declarations, an assumption.
type unit struct {
	kind    unitKind
	at      place
	isLocal bool
	name    string
	params  []Param // Of a definition; of declarations what they declare.
	body    *expr
	module  string       // Of an INSTANCE.
	with    []substitute // Of an INSTANCE.
}

// substitute is one of the substitutions of an INSTANCE: name <- expr.
type substitute struct {
	name string
	expr *expr
}

// moduleText is a module as it stands.
type moduleText struct {
	name    string
	extends []string
	at      place // Where it says what it extends.
	units   []*unit
}

// text is the expression as it stands, on one line and without comments.
func (e *expr) text() string { return e.with(nil) }

// with is the text with others in the place of names; the fields of records stay.
func (e *expr) with(given map[string]string) string {
	var b strings.Builder
	tokens := e.at.src.tokens[e.first:e.after]
	for i, t := range tokens {
		if i > 0 && tokens[i-1].end < t.start {
			b.WriteByte(' ')
		}
		other, isGiven := given[t.text]
		isField := i > 0 && tokens[i-1].text == "." || i+1 < len(tokens) && (tokens[i+1].text == "|->" || tokens[i+1].text == ":")
		if !isGiven || isField || t.kind != nameToken {
			other = e.at.src.text[t.start:t.end]
		}
		b.WriteString(other)
	}
	return b.String()
}
