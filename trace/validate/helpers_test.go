package validate_test

import (
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
)

var (
	protocol = tracetest.Protocol
	told     = tracetest.Told
	toldOf   = tracetest.ToldOf
	tell     = tracetest.Tell
	recorded = tracetest.Recorded
	set      = tracetest.Set
	plays    = tracetest.Plays
)
