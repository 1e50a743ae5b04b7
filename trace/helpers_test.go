package trace_test

import (
	"github.com/lockstep-paxos/lockstep/internal/tracetest"
)

var (
	protocol = tracetest.Protocol
	told     = tracetest.Told
	toldOf   = tracetest.ToldOf
	recorded = tracetest.Recorded
	written  = tracetest.Written
	logsOf   = tracetest.LogsOf
	walks    = tracetest.Walks
)
