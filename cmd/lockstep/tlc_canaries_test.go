package main

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// TestAFakeTLCIsCaughtByTheCanaries: one that says "holds" of everything under the name of
// the pinned one, one that has all verdicts right, and one that fails.
func TestAFakeTLCIsCaughtByTheCanaries(t *testing.T) {
	all, err := tlc.ReadCanaries("../../spec")
	require.NoError(t, err)
	all = append(all, tlc.Canary{Name: "Control", Expect: "invariant Broken", Seconds: 1})
	holds := func(context.Context, tlc.Model) (tlc.Check, error) { return tlc.Check{Got: "holds"}, nil }
	right := func(_ context.Context, m tlc.Model) (tlc.Check, error) { return tlc.Check{Got: m.Expect}, nil }
	for _, c := range []struct {
		version string
		judge   tlc.Judge
		want    error
		says    string
	}{
		{"2.18 of 20 March 2023", holds, errFails, "Control: TLC 2.18 of 20 March 2023 says holds, which is wrong"},
		{"2.18 of 20 March 2023", right, errFails, "ExceptOfLazy: TLC 2.18 of 20 March 2023 is right, though"},
		{"9.9", right, nil, ""},
		{"9.9", holds, errFails, "GETS 5 OF 6 CANARIES WRONG"},
	} {
		var out, told bytes.Buffer
		io := console{out: &out, err: &told}
		report, err := canaries(context.Background(), io, format{}, &tlc.Identity{Version: c.version}, all, c.judge)
		require.NoError(t, err)
		require.Equal(t, c.want, showCanaries(io, report, format{}), c.version)
		require.Contains(t, told.String(), c.says)
	}
}
