package replay_test

import (
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
)

var (
	protocol = tracetest.Protocol
	told     = tracetest.Told
	recorded = tracetest.Recorded
	written  = tracetest.Written
	plays    = tracetest.Plays
	set      = tracetest.Set
)
