package main

import (
	"fmt"

	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/memory"
)

// wantRuns refuses a number of runs that no command makes.
func wantRuns(n int) error {
	if 1 <= n && n <= limits.Runs {
		return nil
	}
	return fmt.Errorf("--runs %d: must be at least 1, and no more than %d", n, limits.Runs)
}

// maxBytesFlag is the flag that bounds memory; 0 is the default.
func maxBytesFlag(f *pflag.FlagSet, n *int64, what string) {
	f.Var((*memory.Size)(n), "max-bytes", what+", such as 4GB (default: half of the available memory: of the machine, its control groups, or ulimit -v)")
}

// wantCount refuses the value of a flag that is not from one number to another.
func wantCount(flag string, n, from, to int) error {
	if from <= n && n <= to {
		return nil
	}
	least := fmt.Sprint(from)
	if from == 1 {
		least = "one"
	}
	return fmt.Errorf("--%s %d: want at least %s, and no more than %d", flag, n, least, to)
}
