package catalog

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// replays are the models, by protocol, whose behaviours the twins take; their
// configurations are for TLC's simulation, and have wide bounds.
var replays = map[string]Exploration{}

// ReplayedProtocols are the protocols that have one.
func ReplayedProtocols() []string { return slices.Sorted(maps.Keys(replays)) }

// Replayed is the model of a protocol from which TLC makes up behaviours for the
// twins.
func Replayed(protocol string) (Exploration, error) {
	e, ok := replays[protocol]
	if !ok {
		return Exploration{}, fmt.Errorf("replay: no protocol is called %q; there are: %s", protocol, strings.Join(ReplayedProtocols(), ", "))
	}
	return e, nil
}
