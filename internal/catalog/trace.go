package catalog

import "github.com/lockstep-paxos/lockstep/trace"

// Traces holds what tracing must know of each protocol, by the name of its
// module. Each protocol registers itself in a file of its own.
var Traces = map[string]trace.Protocol{}
