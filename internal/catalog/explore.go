// Package catalog lists what protocols offer to machinery that knows none of
// them. A protocol adds a file here, and touches no other.
package catalog

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lockstep-paxos/lockstep/explore"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlcgraph"
	"github.com/lockstep-paxos/lockstep/tla"
)

// Exploration is a finite model of a protocol, on both sides.
type Exploration struct {
	Protocol string     // Such as synod.
	Name     string     // What the model is called: its configuration is spec/Name.cfg.
	About    string     // What it is, in a line.
	Spec     string     // The spec, which has the actions: spec/Synod.tla.
	Module   string     // TLC's model of it: spec/MCSynod.tla.
	ByCounts bool       // It is too large to be compared node for node.
	Actions  []string   // Those of the spec; replays need them.
	Model    Explorable // The model of the twins. Its bounds are those of the configuration, as the comparison shows.
}

// Explorable is a model of some protocol's twins; *explore.Model is one.
type Explorable interface {
	Run(context.Context, explore.Options) (explore.Report, error)
	Compare(context.Context, explore.Options, explore.TLC) (explore.Comparison, error)
	Replay(explore.Behaviour) ([]string, error)
}

var explorations []Exploration

// registerExploration adds a model. A protocol's file calls it in its init.
func registerExploration(e Exploration) { explorations = append(explorations, e) }

// Protocols are the protocols that have models.
func Protocols() []string {
	var protocols []string
	for _, e := range explorations {
		if !slices.Contains(protocols, e.Protocol) {
			protocols = append(protocols, e.Protocol)
		}
	}
	return protocols
}

// Explorations are the models of a protocol, the smallest first.
func Explorations(protocol string) ([]Exploration, error) {
	var found []Exploration
	for _, e := range explorations {
		if e.Protocol == protocol {
			found = append(found, e)
		}
	}
	if found == nil {
		return nil, fmt.Errorf("explore: no protocol is called %q; there are: %s", protocol, strings.Join(Protocols(), ", "))
	}
	return found, nil
}

// FindExploration is the model of that name of a protocol.
func FindExploration(protocol, name string) (Exploration, error) {
	all, err := Explorations(protocol)
	if err != nil {
		return Exploration{}, err
	}
	var names []string
	for _, e := range all {
		if e.Name == name {
			return e, nil
		}
		names = append(names, e.Name)
	}
	return Exploration{}, fmt.Errorf("explore: %s has no model %q; it has: %s", protocol, name, strings.Join(names, ", "))
}

// TLC says how to run TLC on the model, in the repository at root. It reads in the model by
// which names TLC will call the steps of each action.
func (e Exploration) TLC(root string) (explore.TLC, *tlcgraph.Checker, error) {
	jar, err := tlc.Jar(root)
	if err != nil {
		return explore.TLC{}, nil, err
	}
	checker := &tlcgraph.Checker{
		Jar:    jar,
		Module: filepath.Join(root, e.Module),
		Config: filepath.Join(root, filepath.Dir(e.Module), e.Name+".cfg"),
	}
	labels, err := e.labels(checker.Module, checker.Config)
	return explore.TLC{Checker: checker, ByCounts: e.ByCounts, Labels: labels}, checker, err
}

// labels are the actions of the protocol by what TLC calls their steps.
func (e Exploration) labels(module, config string) (map[string]string, error) {
	model, err := tla.Read(module, config)
	if err != nil {
		return nil, err
	}
	actions := Traces[strings.TrimSuffix(filepath.Base(e.Spec), ".tla")].Actions
	labels := map[string]string{}
	for _, d := range model.Disjuncts() {
		for _, name := range d.Applies {
			if _, ok := actions[name]; ok {
				labels[d.Label] = name
			}
		}
	}
	return labels, nil
}
