package suspect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// modules are those in folders of spec.
func modules(t *testing.T, folders ...string) Modules {
	t.Helper()
	ms := Modules{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join("../../spec", folder, "*.tla"))
		require.NoError(t, err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			ms[strings.TrimSuffix(filepath.Base(file), ".tla")] = string(text)
		}
	}
	require.NotEmpty(t, ms)
	return ms
}

// listedSets are sets of our specs whose elements TLC lists: constants that a configuration
// gives, and the participants of a trace.
var listedSets = []string{"Participant", "Client", "Participants", "Instances"}

const (
	record      = "it is a record, given by its fields, and no function given by a rule"
	neverUpdate = "it is looked up, or joined with @@, and never updated with EXCEPT"
)

// right are the places in our specs that are right all the same: by module and what is meant.
var right = map[string]string{
	"Counter o":                                 record,
	"MCReplica o":                               record,
	"MCCounterMonitor l":                        record,
	"MCElectionDuel m":                          record,
	"MCSynodDuel m":                             record,
	"MCSynodInductive blank":                    record,
	"MCMultiDecreeInductive NoSlip":             record,
	"MCMultiDecreeInductive Heard(S)":           record,
	"MCMultiDecreeInductive h":                  record,
	"TraceParliament state":                     record,
	`MCMultiDecreeInductive Instances \X tried`: neverUpdate,
	"MCMultiDecreeInductive tried":              neverUpdate,
	"Trace DOMAIN variables":                    neverUpdate,
	"TraceIO DOMAIN before":                     neverUpdate,
	"MCElectionDuel DuelsEnd":                   "its negation is one branch: []<> is a premise, and <>[] the conclusion",
}

func TestOurSpecsDoNotUseWhatTLCJudgesWrongly(t *testing.T) {
	used := map[string]bool{}
	for _, f := range modules(t, ".", "broken", "sometimes", "trace").Find(listedSets) {
		place := f.Module + " " + f.What
		used[place] = true
		require.Contains(t, right, place, "%s: write it in another way, or say here why it is right", f)
	}
	for place := range right {
		require.True(t, used[place], "%s is not found any more", place)
	}
}

func TestEachCanaryIsSuspect(t *testing.T) {
	canaries := modules(t, "canaries")
	found := map[string]bool{}
	for _, f := range canaries.Find(listedSets) {
		found[strings.TrimSuffix(f.Module, "Inner")+" "+f.Pattern] = true
	}
	for _, name := range []string{"ExceptOfLazy", "ExceptToSequence", "ManyStrongFairness", "EnabledInInstance"} {
		require.True(t, found[name+" "+name], name)
	}
}

// module is the text of a module with these definitions.
func module(name, definitions string) string {
	return "---- MODULE " + name + " ----\n" + definitions + "====\n"
}

// Each file in testdata/reject has definitions that must be found suspect. Its first line tells
// as what.
func TestEachPatternIsFound(t *testing.T) {
	files, err := filepath.Glob("testdata/reject/*.tla")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		first, _, _ := strings.Cut(string(text), "\n")
		want, ok := strings.CutPrefix(first, `\* want: `)
		require.True(t, ok, `%s must begin with \* want:`, file)
		name := strings.TrimSuffix(filepath.Base(file), ".tla")
		ms := Modules{name: module(name, string(text)), "Fair": module("Fair", "VARIABLE x\nSpec == Init /\\ Live\nLive == WF_x(Next)\n")}
		var found []string
		for _, f := range ms.Find(listedSets) {
			if f.Module == name {
				found = append(found, f.Pattern+": "+f.What)
			}
		}
		require.Contains(t, found, want, file)
	}
}

func TestCommentsAndStringsAreNoFormulas(t *testing.T) {
	ms := Modules{"M": module("M", "(* ENABLED (* [x \\in S |-> 1] *) SF_x(A) *)\n\\* SF_x(A)\nA == \"SF_x(A) \\\" ENABLED\"\n")}
	require.Empty(t, ms.Find(nil))
}
