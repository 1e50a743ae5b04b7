package replica

import "github.com/lockstep-paxos/lockstep/ballot"

// Request asks for an operation to be carried out, the client's command number Seq.
type Request struct {
	Envelope
	Seq int `json:"seq"`
	Op  Op  `json:"op"`
}

// Answer tells a client what its command Seq gave.
type Answer struct {
	Envelope
	Seq    int   `json:"seq"`
	Answer Bytes `json:"answer"`
}

// Query asks for the answer to an operation that changes nothing, past the log.
type Query struct {
	Envelope
	Query int `json:"query"`
	Op    Op  `json:"op"`
}

// Confirm asks whether its receiver has promised no ballot higher than Number.
type Confirm struct {
	Envelope
	Number Number `json:"number"`
	Round  int    `json:"round"`
}

// Confirmed tells that it has not, when it was asked in that round.
type Confirmed struct {
	Envelope
	Number Number `json:"number"`
	Round  int    `json:"round"`
}

// Result tells a client what it asked for in its query.
type Result struct {
	Envelope
	Query  int   `json:"query"`
	Answer Bytes `json:"answer"`
}

// Type is the message's name in the spec.
func (Request) Type() string { return "Request" }

// Type is the message's name in the spec.
func (Answer) Type() string { return "Answer" }

// Type is the message's name in the spec.
func (Query) Type() string { return "Query" }

// Type is the message's name in the spec.
func (Confirm) Type() string { return "Confirm" }

// Type is the message's name in the spec.
func (Confirmed) Type() string { return "Confirmed" }

// Type is the message's name in the spec.
func (Result) Type() string { return "Result" }

// Command is the command of a request.
//
// Spec: Replica!CommandOf.
func (m Request) Command() Command { return Command{Client: m.From, Op: m.Op, Seq: m.Seq} }

// Requests asks everybody to have c's command n carried out.
//
// Spec: Replica!Requests.
func (c *Client) Requests(n int, op Op) []Message {
	return ballot.ToAll(c.ID, c.Participants, func(e Envelope) Message { return Request{e, n, op} })
}

// Queries asks everybody for the answer to op, c's query n.
//
// Spec: Replica!Queries.
func (c *Client) Queries(n int, op Op) []Message {
	return ballot.ToAll(c.ID, c.Participants, func(e Envelope) Message { return Query{e, n, op} })
}

// ClientAnswers tells the clients the answers that sessions have to these commands.
//
// Spec: Replica!ClientAnswers.
func (p *Replica[M]) ClientAnswers(commands Commands, sessions Sessions) []Message {
	var answers []Message
	for _, k := range commands {
		if t, ok := sessions.Get(k.Client, k.Seq); ok {
			answers = append(answers, Answer{Envelope{From: p.ID, Dest: t.Client}, t.Seq, t.Answer})
		}
	}
	return answers
}

// AskToConfirm asks everybody whether p's ballot is still the highest they know.
//
// Spec: Replica!Confirms.
func (p *Replica[M]) AskToConfirm() []Message {
	round := p.Round + 1
	return ballot.ToAll(p.ID, p.Participants, func(e Envelope) Message { return Confirm{e, p.LastTried, round} })
}

// ConfirmedTo confirms the ballot that m asks about.
//
// Spec: Replica!ConfirmedTo.
func (p *Replica[M]) ConfirmedTo(m Confirm) []Message {
	return []Message{Confirmed{Envelope{From: p.ID, Dest: m.From}, m.Number, m.Round}}
}

// ResultTo answers a query as the state machine answers its operation.
//
// Spec: Replica!ResultTo.
func (p *Replica[M]) ResultTo(q NotedQuery) []Message {
	return []Message{Result{Envelope{From: p.ID, Dest: q.Client}, q.Query, Bytes(p.Value.Query(string(q.Op)))}}
}
