package twophase

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/conform"
)

const nodes = 3

var protocol = conform.Protocol[Node, Message]{
	Spec:    conform.Spec{Module: "TwoPhase"},
	Nodes:   nodes,
	New:     func(id int) *Node { return New(id, nodes) },
	Vars:    func(n *Node) any { return n.Vars },
	Actions: conform.Methods((*Node).Vote, (*Node).Refuse, (*Node).HandleYes, (*Node).Commit, (*Node).Abort, (*Node).HandleDecision),
}

var model = conform.Model[Node]{Choices: func(*Node) []action.Step {
	return []action.Step{action.By("Vote"), action.By("Refuse"), action.By("Commit"), action.By("Abort")}
}}

func TestRunsConform(t *testing.T) {
	for name, refuses := range map[string]map[int]bool{"all vote yes": nil, "one refuses": {3: true}} {
		t.Run(name, func(t *testing.T) {
			record := conform.Record(t, protocol)
			ctx, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
			defer stop()
			Run(ctx, Options{Nodes: nodes, Refuses: refuses, Observe: record.Step})
			conform.Validate(t, record)
		})
	}
}

// What is logged anyway is enough, and no method need be known.
func TestALoggedRunConforms(t *testing.T) {
	logged := protocol
	logged.Actions = append(conform.Methods((*Node).Refuse, (*Node).Abort, (*Node).Vote, (*Node).Commit),
		conform.Named("HandleYes", Yes{}), conform.Named("HandleDecision", Decision{}))
	record := conform.Record(t, logged)
	logger := slog.New(record.Handler(nil))
	Run(t.Context(), Options{Nodes: nodes, Observe: func(n *Node, action string, sent []Message, params ...any) {
		attrs := []any{"node", n.ID, "action", action, "sent", sent, "vars", n.Vars}
		if len(params) > 0 {
			attrs = append(attrs, "m", params[0])
		}
		logger.Info("step", attrs...)
	}})
	conform.Validate(t, record)
}

func TestGraphsAreEqual(t *testing.T) { conform.CompareGraph(t, protocol, model) }

func TestBehavioursAreReplayed(t *testing.T) {
	conform.Replay(t, protocol, model, conform.ReplayOptions{})
}

func TestTheSpecsTextIsWhatTheMethodsDo(t *testing.T) {
	conform.Evaluate(t, protocol, model, "Commit: p = Coordinator") // Only its votes are ever complete.
}

// commitSoon is Commit at fault: one vote is enough for it.
func commitSoon(n *Node) ([]Message, bool) {
	if n.ID != Coordinator || n.State != "working" || len(n.Votes) == 0 {
		return nil, false
	}
	return n.decide("committed")
}

func TestACommitThatComesTooSoonIsFound(t *testing.T) {
	one, two := New(1, nodes), New(2, nodes)
	record := conform.Record(t, protocol)
	sent, _ := two.Vote()
	record.Step(two, "Vote", sent)
	yes := sent[0].(Yes)
	one.HandleYes(yes)
	record.Step(one, "HandleYes", nil, yes)
	sent, _ = commitSoon(one)
	record.Step(one, "Commit", sent)
	report := conform.Judge(t, record)
	if len(report.Rejections) != 1 || report.Explanations[0].Conjunct != "votes[p] = Others" {
		t.Errorf("got %+v", report.Explanations)
	}
}
