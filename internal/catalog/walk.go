package catalog

import "github.com/lockstep-paxos/lockstep/trace"

// Walks makes traces of any length, by the name of the module: a run of the twins
// at random, of as many events as asked for. The same seed gives the same trace.
var Walks = map[string]func(seed uint64, events int) (*trace.Trace, error){}
