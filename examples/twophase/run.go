package twophase

import (
	"context"
	"sync"
)

// Options say what to run.
type Options struct {
	Nodes   int
	Refuses map[int]bool                                                // The nodes that vote no.
	Observe func(n *Node, action string, sent []Message, params ...any) // Is told of each step before its messages are sent.
}

// Run runs a transaction on nodes that are goroutines, and returns their states. The
// coordinator gives up when the context ends.
func Run(ctx context.Context, o Options) []string {
	inboxes := make([]chan Message, o.Nodes+1)
	for i := range inboxes {
		inboxes[i] = make(chan Message, o.Nodes)
	}
	states := make([]string, o.Nodes)
	var all sync.WaitGroup
	for id := 1; id <= o.Nodes; id++ {
		all.Go(func() {
			n := &process{New(id, o.Nodes), o, inboxes}
			if id == Coordinator {
				n.coordinate(ctx)
			} else {
				n.participate()
			}
			states[id-1] = n.State
		})
	}
	all.Wait()
	return states
}

// process is a node that runs.
type process struct {
	*Node
	Options
	inboxes []chan Message
}

// took observes a step that the node took, and sends its messages; it does nothing if the step
// was not enabled.
func (p *process) took(action string, sent []Message, enabled bool, params ...any) bool {
	if !enabled {
		return false
	}
	p.Observe(p.Node, action, sent, params...)
	for _, m := range sent {
		switch m := m.(type) {
		case Yes:
			p.inboxes[m.Dest] <- m
		case Decision:
			p.inboxes[m.Dest] <- m
		}
	}
	return true
}

func (p *process) coordinate(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			sent, ok := p.Abort()
			p.took("Abort", sent, ok)
			return
		case m := <-p.inboxes[p.ID]:
			yes := m.(Yes)
			sent, ok := p.HandleYes(yes)
			p.took("HandleYes", sent, ok, yes)
			if sent, ok := p.Commit(); p.took("Commit", sent, ok) {
				return
			}
		}
	}
}

func (p *process) participate() {
	if p.Refuses[p.ID] {
		sent, ok := p.Refuse()
		p.took("Refuse", sent, ok)
	} else {
		sent, ok := p.Vote()
		p.took("Vote", sent, ok)
	}
	decision := (<-p.inboxes[p.ID]).(Decision)
	sent, ok := p.HandleDecision(decision)
	p.took("HandleDecision", sent, ok, decision)
}
