package tla_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
	"github.com/lockstep-paxos/lockstep/tla"
)

// valued is an expression and what it is: a value, or ! and what is wrong.
type valued struct{ text, want string }

// givenValues are those in testdata/values.txt.
func givenValues(t *testing.T) []valued {
	t.Helper()
	data, err := os.ReadFile("testdata/values.txt")
	require.NoError(t, err)
	var all []valued
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		at := strings.LastIndex(line, "=> ")
		require.Positive(t, at, line)
		all = append(all, valued{strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+3:])})
	}
	return all
}

// eval is the value of an expression without names of its own, or ! and what is wrong.
func eval(t *testing.T, m *tla.Model, text string) string {
	t.Helper()
	d, err := m.Expression(text)
	require.NoError(t, err, text)
	nowhere, err := m.In(nil, nil)
	require.NoError(t, err)
	v, err := nowhere.Eval(d)
	if err != nil {
		return "! " + err.Error()
	}
	return v.String()
}

func emptyModel(t *testing.T) *tla.Model {
	t.Helper()
	m, err := tla.NewTestModel(tla.TestSpec+"====", "")
	require.NoError(t, err)
	return m
}

func TestExpressionsHaveTheirValues(t *testing.T) {
	m := emptyModel(t)
	for _, e := range givenValues(t) {
		got := eval(t, m, e.text)
		if wrong, isWrong := strings.CutPrefix(e.want, "! "); isWrong {
			assert.True(t, strings.HasPrefix(got, "! expression:1:") && strings.Contains(got, wrong), "%s is %s, not %s", e.text, got, e.want)
		} else {
			assert.Equal(t, e.want, got, e.text)
		}
	}
}

// TestTLCHasTheSameValues has TLC evaluate what stands in testdata/values.txt, and some
// thousands of expressions made at random, of which many have an operand of a wrong
// kind or outside of a domain. What has a value here has the same to TLC. What is refused
// here TLC refuses, too, but for what it does not look at, and for divisors below 0.
func TestTLCHasTheSameValues(t *testing.T) {
	jar := tlctest.Jar(t)
	var texts []string
	for _, e := range givenValues(t) {
		texts = append(texts, e.text)
	}
	g := generator{rand.New(rand.NewPCG(1, 1))}
	for range 4000 {
		texts = append(texts, g.any(3))
	}
	m := emptyModel(t)
	values, refused, stricter := 0, 0, 0
	for i, theirs := range tlcValues(t, jar, texts) {
		ours := eval(t, m, texts[i])
		switch {
		case strings.HasPrefix(ours, "!") && strings.HasPrefix(theirs, "!"):
			refused++
		case strings.HasPrefix(ours, "!"):
			stricter++
		default:
			values++
			v, err := tla.Parse(theirs)
			if assert.NoError(t, err, "%s is %s to TLC, and here %s", texts[i], theirs, ours) {
				assert.Equal(t, v.String(), ours, texts[i])
			}
		}
	}
	t.Logf("%d values, %d refused by both, %d refused here only", values, refused, stricter)
	require.Greater(t, values, 2000)
	require.Greater(t, refused, 300)
	require.Less(t, stricter, 200)
}

// tlcValues is what TLC makes of expressions; testdata/tlc/Values.java asks it.
func tlcValues(t *testing.T, jar string, texts []string) []string {
	t.Helper()
	dir := t.TempDir()
	module := strings.Replace(tla.TestSpec, "MODULE M", "MODULE Asked", 1)
	for i, text := range texts {
		module += fmt.Sprintf("E%d(unused) == %s\n", i, text)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Asked.tla"), []byte(module+"===="), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "Asked.cfg"), nil, 0o600))
	source, err := filepath.Abs("testdata/tlc/Values.java")
	require.NoError(t, err)
	jar, err = filepath.Abs(jar)
	require.NoError(t, err)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss16m", "-Djava.io.tmpdir="+dir, "-cp", jar, source, "Asked")
	cmd.Dir = dir
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	require.Len(t, lines, len(texts), stderr.String())
	for i, line := range lines {
		lines[i] = strings.TrimPrefix(line, fmt.Sprintf("E%d ", i))
	}
	return lines
}

// generator makes expressions at random.
type generator struct{ *rand.Rand }

func (g generator) one(texts ...string) string { return texts[g.IntN(len(texts))] }

// any is an expression of any kind.
func (g generator) any(depth int) string {
	return g.kind(g.one("bool", "int", "ints", "strings", "seq", "record", "function", "sets"), depth)
}

// kind is an expression of that kind, but for one operand in a hundred.
func (g generator) kind(kind string, depth int) string {
	if g.IntN(100) == 0 {
		kind = g.one("bool", "int", "ints", "strings", "seq", "record", "function", "sets", "string")
	}
	if depth == 0 {
		return g.one(leaves[kind]...)
	}
	shape := g.one(shapes[kind]...)
	var b strings.Builder
	for part := range strings.SplitSeq(shape, " ") {
		if operand, ok := strings.CutPrefix(part, "$"); ok {
			part = "(" + g.kind(operand, depth-1) + ")"
		}
		b.WriteString(part + " ")
	}
	// Names that are bound twice, in each other, are no TLA+.
	return strings.ReplaceAll(strings.TrimSpace(b.String()), "x", fmt.Sprintf("x%d", depth))
}

var leaves = map[string][]string{
	"bool": {"TRUE", "FALSE"}, "int": {"0", "1", "2", "3", "-1"}, "string": {`"a"`, `"b"`, `"c"`},
	"ints": {"{}", "{1}", "{1, 2}", "{0, 2, 3}", "1 .. 3"}, "strings": {"{}", `{"a"}`, `{"a", "b"}`, `{"c", "b"}`},
	"seq": {"<<>>", "<<1>>", "<<2, 1>>", "<<0, 3, 3>>"}, "record": {`[a |-> 1, b |-> 2]`, `[a |-> 0, b |-> 3]`},
	"function": {"<<1, 2>>", "(1 :> 2 @@ 3 :> 0)", "(0 :> 1)"}, "sets": {"{}", "{{}}", "{{1}, {2}}", "{{1, 3}, {}}", "SUBSET {1, 2}"},
}

var shapes = map[string][]string{
	"bool": {
		`$bool /\ $bool`, `$bool \/ $bool`, `~ $bool`, `$bool => $bool`, `$bool <=> $bool`, `$int = $int`, `$int # $int`, `$int < $int`, `$int >= $int`,
		`$int \in $ints`, `$int \notin $ints`, `$ints \subseteq $ints`, `$ints = $ints`, `$string \in $strings`, `$ints \in $sets`, `$seq = $seq`,
		`$record = $record`, `$function = $function`, `\A x \in $ints : x < $int`, `\E x \in $ints : x = $int`, `$seq \in Seq( $ints )`,
		`$record \in [a: $ints , b: $ints ]`, `$function \in [ $ints -> $ints ]`, `$ints \in SUBSET $ints`, `\A x \in $sets : x \subseteq $ints`,
		`IF $bool THEN $bool ELSE $bool`, `IsFiniteSet( $ints )`, `$int \in Nat`,
	},
	"int": {
		`$int + $int`, `$int - $int`, `$int * $int`, `$int \div $int`, `$int % $int`, `-( $int )`, `Cardinality( $ints )`, `Cardinality( $sets )`, `Len( $seq )`, `Head( $seq )`,
		`$function [ $int ]`, `$seq [ $int ]`, `$record .a`, `$record .b`, `CHOOSE x \in $ints : x > $int`, `IF $bool THEN $int ELSE $int`,
		`CASE $bool -> $int [] $bool -> $int [] OTHER -> $int`, `LET x == $int IN x + x`,
	},
	"string": {`IF $bool THEN $string ELSE $string`, `CHOOSE x \in $strings : x = $string`},
	"ints": {
		`$ints \cup $ints`, `$ints \cap $ints`, `$ints \ $ints`, `$int .. $int`, `{x \in $ints : x # $int }`, `{x + $int : x \in $ints }`, `UNION $sets`,
		`DOMAIN $seq`, `DOMAIN $function`, `{ $int , $int }`, `CHOOSE x \in $sets : $int \in x`, `Nat \cap $ints`,
	},
	"strings": {`$strings \cup $strings`, `$strings \ $strings`, `DOMAIN $record`, `{ $string }`, `{x \in $strings : x # $string }`},
	"seq":     {`Append( $seq , $int )`, `$seq \o $seq`, `Tail( $seq )`, `SubSeq( $seq , $int , $int )`, `[ $seq EXCEPT ![ $int ] = $int ]`, `<< $int , $int >>`},
	"record": {
		`[a |-> $int , b |-> $int ]`, `[ $record EXCEPT !.a = @ + $int ]`, `[ $record EXCEPT !.b = $int ]`, `IF $bool THEN $record ELSE $record`,
		`("a" :> $int ) @@ $record`,
	},
	"function": {`[x \in $ints |-> x + $int ]`, `[ $function EXCEPT ![ $int ] = @ * $int ]`, `( $int :> $int ) @@ $function`, `$seq`},
	"sets": {
		`$sets \cup $sets`, `$sets \ { $ints }`, `SUBSET $ints`, `{ $ints , $ints }`, `{x \in $sets : $int \in x}`, `{x \cup $ints : x \in $sets }`,
		`{ $ints } \cup SUBSET $ints`,
	},
}
