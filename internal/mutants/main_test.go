package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

// names are what the mutants of the toy are called, in their order.
var names = []string{
	"lamp Light: l.Is -> !(l.Is) in if l.Is {",
	"lamp Light: l.Is -> (l.Is) && false",
	"lamp Light: Is -> Was in if l.Is {",
	"lamp Light: l.Was = true -> _ = true in l.Was = true",
	"lamp Light: l.Is = true -> _ = true in l.Is = true",
}

func TestEachGuardAndEffectIsChanged(t *testing.T) {
	all, err := mutants("testdata/toy", "lamp")
	require.NoError(t, err)
	var got []string
	for _, m := range all {
		got = append(got, m.Name())
	}
	require.Equal(t, names, got)
}

// The test of the toy does not ask whether the lamp has been on, which is as true as that it is.
const (
	unseenEffect = "lamp Light: l.Was = true -> _ = true in l.Was = true"
)

func TestASurvivorFailsUnlessAReasonIsGiven(t *testing.T) {
	for _, c := range []struct {
		only, equivalent string
		code             int
		want             string
	}{
		{"", "", 1, "survived: lamp/lamp.go:"},
		{"l.Was = true", unseenEffect + "\tnobody reads it\n", 0, "lamp                1        0           1         0"},
		{"l.Is = true", names[4] + "\tno reason\n", 1, "stale: " + names[4]},
	} {
		var out bytes.Buffer
		code, err := run(t.Context(), &out, options{root: "testdata/toy", equivalent: c.equivalent, only: c.only, packages: []string{"lamp"}})
		require.NoError(t, err)
		require.Equal(t, c.code, code, out.String())
		require.Contains(t, out.String(), c.want)
	}
}

func TestNothingIsJudgedWhereNothingIsTried(t *testing.T) {
	for _, o := range []options{
		{root: "testdata/toy", packages: []string{"ballot"}},
		{root: "testdata/toy", packages: []string{"lamp"}, only: "nothing of that name"},
		{root: "testdata/toy", packages: []string{"lamp"}, equivalent: "without a reason\n"},
	} {
		code, err := run(t.Context(), &bytes.Buffer{}, o)
		require.Error(t, err)
		require.Equal(t, 2, code)
	}
}

func TestTheSampleIsTheSameEachTime(t *testing.T) {
	all, err := mutants("testdata/toy", "lamp")
	require.NoError(t, err)
	require.Equal(t, []Mutant{all[1], all[3]}, choose(all, options{sample: 2}))
	require.Equal(t, all, choose(all, options{sample: 9}))
}

// What is said to be equivalent is a mutant.
func TestEachReasonIsAboutAMutant(t *testing.T) {
	known, err := reasons(equivalent)
	require.NoError(t, err)
	for _, name := range twins {
		all, err := mutants("../..", name)
		require.NoError(t, err)
		for _, m := range all {
			delete(known, m.Name())
		}
	}
	require.Empty(t, known)
}
