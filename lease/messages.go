package lease

import (
	"github.com/lockstep-paxos/lockstep/ballot"
	"github.com/lockstep-paxos/lockstep/replica"
)

// LeaseRequest asks for a lease for who presides in ballot Number.
type LeaseRequest struct {
	Envelope
	Number Number `json:"number"`
	Time   Time   `json:"time"` // By the clock of who asks. Only that compares it.
}

// Grant grants it for a term. It tells the time again at which it was asked for.
type Grant struct {
	Envelope
	Number Number `json:"number"`
	Time   Time   `json:"time"`
}

// Type is the message's name in the spec.
func (LeaseRequest) Type() string { return "LeaseRequest" }

// Type is the message's name in the spec.
func (Grant) Type() string { return "Grant" }

// LeaseRequests asks everybody, p included, for a lease.
//
// Spec: Lease!LeaseRequests.
func (p *Replica[M]) LeaseRequests(t Time) []Message {
	return ballot.ToAll(p.ID, p.Participants, func(e Envelope) Message { return LeaseRequest{e, p.LastTried, t} })
}

// GrantTo grants what m asks for.
//
// Spec: Lease!GrantTo.
func (p *Replica[M]) GrantTo(m LeaseRequest) []Message {
	return []Message{Grant{Envelope{From: p.ID, Dest: m.From}, m.Number, m.Time}}
}

// LeaseResultTo answers the query m as the state machine answers its operation.
//
// Spec: Lease!LeaseResultTo.
func (p *Replica[M]) LeaseResultTo(m Query) []Message {
	return p.ResultTo(replica.NotedQuery{Client: m.From, Query: m.Query, Op: m.Op})
}
