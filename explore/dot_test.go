package explore

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// dump is the graph that TLC 2.18 writes of a small module, shortened.
const dump = `strict digraph DiskGraph {
nodesep=0.35;
subgraph cluster_graph {
color="white";
-70 [label="/\\ x = <<{}, \"a = \\\"b\\\"\">>\n/\\ y = [a |-> 1,\n  b |-> 2]",style = filled]
-70 -> 71 [label="Up",color="black",fontcolor="black"];
71 [label="/\\ x = <<{1}, \"\">>\n/\\ y = [a |-> 1, b |-> 2]"];
71 -> 71 [label="Stay",color="black",fontcolor="black"];
{rank = same; -70;}
{rank = same; 71;}
}
}`

func read(text string) (nodes map[string]map[string]string, edges []string, err error) {
	nodes = map[string]map[string]string{}
	err = readDot(strings.NewReader(text),
		func(id string, variables map[string]string) error { nodes[id] = variables; return nil },
		func(from, to, action string) error { edges = append(edges, from+" "+action+" "+to); return nil })
	return nodes, edges, err
}

func TestTLCsGraphIsRead(t *testing.T) {
	nodes, edges, err := read(dump)
	require.NoError(t, err)
	require.Equal(t, map[string]map[string]string{
		"-70": {"x": `<<{}, "a = \"b\"">>`, "y": "[a |-> 1,\n  b |-> 2]"},
		"71":  {"x": `<<{1}, "">>`, "y": "[a |-> 1, b |-> 2]"},
	}, nodes)
	require.Equal(t, []string{"-70 Up 71", "71 Stay 71"}, edges)
}

func TestAModuleWithOneVariableHasStatesToo(t *testing.T) {
	nodes, _, err := read("1 [label=\"x = 2\"];\n}")
	require.NoError(t, err)
	require.Equal(t, map[string]map[string]string{"1": {"x": "2"}}, nodes)
}

func TestBadGraphsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		dump[:strings.Index(dump, "{rank")]:      "ends early",
		"":                                       "ends early",
		strings.Replace(dump, `"Up",`, `Up,`, 1): "line 6 is neither",
		strings.Replace(dump, "\n71 [label=", "\n71 [", 1): "line 7 is neither",
		strings.Replace(dump, `/\\ y = [a |`, `/\\ y`, 1):  "line 5 is neither",
	} {
		_, _, err := read(text)
		require.ErrorContains(t, err, want)
	}
}

func FuzzReadDot(f *testing.F) {
	f.Add(dump)
	f.Fuzz(func(_ *testing.T, text string) { _, _, _ = read(text) })
}
