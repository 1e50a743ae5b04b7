package inproc_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/cluster/inproc"
)

// leaseOptions are those of a run with leases, in which many things go wrong.
func leaseOptions(seed uint64) inproc.ReplicaOptions {
	o := replicaOptions(seed)
	o.Queries, o.Crash, o.Pause, o.Term, o.Drift = 0.4, 0.01, 0.02, 60*time.Millisecond, 4*time.Millisecond
	return o
}

func TestAClusterOfGoroutinesWithLeasesIsRight(t *testing.T) {
	o := leaseOptions(1)
	o.Virtual, o.Duration, o.Operations, o.Interval, o.Term, o.Drift = false, 30*time.Second, 60, 20*time.Millisecond, 200*time.Millisecond, 10*time.Millisecond
	r, file := runReplica(t, o)
	requireRight(t, o, r, file)
	require.NotZero(t, r.Actions["LeaseRead"])
}

func TestLeasesThatNobodyCanHaveAreRefused(t *testing.T) {
	for want, change := range map[string]func(*inproc.ReplicaOptions){
		"drift is 1.5ms: want milliseconds, not negative":                                            func(o *inproc.ReplicaOptions) { o.Drift = 1500 * time.Microsecond },
		"skew is -1ms: want milliseconds, not negative":                                              func(o *inproc.ReplicaOptions) { o.Skew = -time.Millisecond },
		"drift and skew need a term: clocks mean nothing without leases":                             func(o *inproc.ReplicaOptions) { o.Term = 0 },
		"term is 60ms: it must exceed twice the drift (60ms), or the lease ends before it is of use": func(o *inproc.ReplicaOptions) { o.Drift = 30 * time.Millisecond },
		"skew is 3ms: it must exceed the drift (4ms) or be 0":                                        func(o *inproc.ReplicaOptions) { o.Skew = 3 * time.Millisecond },
		"duration is 277h0m0s, with a term of 60ms and clocks that differ by 1h0m0s: want no more than 277h46m39.999s in all": func(o *inproc.ReplicaOptions) {
			o.Duration, o.Skew = 277*time.Hour, time.Hour
		},
	} {
		o := leaseOptions(1)
		change(&o)
		_, err := inproc.RunReplica(context.Background(), o)
		require.EqualError(t, err, want)
	}
}
