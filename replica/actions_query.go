package replica

import "github.com/lockstep-paxos/lockstep/multidecree"

// Reads past the log.

// Ask has an operation that changes nothing carried out, past the log. Which operations
// change nothing the machine knows: of another one the answer is told as if it were
// carried out, and it is not.
//
// Spec: Replica!Ask.
func (c *Client) Ask(op Op) ([]Message, bool) {
	if !c.IsRead(op) { // /\ op \in ReadOperations
		return nil, false
	}
	c.Asked++                             // /\ asked' = [asked EXCEPT ![c] = @ + 1]
	c.Querying = c.Querying.With(c.Asked) // /\ querying' = [querying EXCEPT ![c] = @ \cup {asked[c] + 1}]
	return c.Queries(c.Asked, op), true   // /\ Send(Queries(c, asked[c] + 1, op))
}

// HandleQuery notes a query, and that only a confirmation asked for from now on will do.
// It forgets those of earlier ballots.
//
// Spec: Replica!HandleQuery.
func (p *Replica[M]) HandleQuery(m Query) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if p.Queries.Has(m.From, m.Query) { // /\ ~\E q \in queries[p] : q.client = m.from /\ q.query = m.query
		return nil, false
	}
	q := NotedQuery{m.From, m.Query, m.Op, p.LastTried, p.Round + 1, p.ReadPoint()}
	p.Queries = p.Queries.In(p.LastTried).With(q) // /\ queries' = [queries EXCEPT ![p] = {q \in @ : q.number = lastTried[p]} \cup {[client |-> m.from, query |-> m.query, op |-> m.op, number |-> lastTried[p], round |-> round[p] + 1, point |-> ReadPoint(p)]}]
	return nil, true                              // /\ NoSend
}

// Confirm asks everybody whether p's ballot is still the highest they know.
//
// Spec: Replica!Confirm.
func (p *Replica[M]) Confirm() ([]Message, bool) {
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if !p.IsToConfirm() { // /\ {q \in queries[p] : q.number = lastTried[p] /\ q.round > round[p]} # {}
		return nil, false
	}
	confirms := p.AskToConfirm()
	p.Round++             // /\ round' = [round EXCEPT ![p] = @ + 1]
	return confirms, true // /\ Send(Confirms(p))
}

// HandleConfirm confirms a ballot, if p has promised no higher one.
//
// Spec: Replica!HandleConfirm.
func (p *Replica[M]) HandleConfirm(m Confirm) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.NextBal.IsHigher(m.Number) { // /\ ~IsHigher(nextBal[p], m.number)
		return nil, false
	}
	return p.ConfirmedTo(m), true // /\ Send(ConfirmedTo(p, m))
}

// HandleConfirmed counts a confirmation.
//
// Spec: Replica!HandleConfirmed.
func (p *Replica[M]) HandleConfirmed(m Confirmed) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if m.Number != p.LastTried { // /\ m.number = lastTried[p]
		return nil, false
	}
	if p.HasConfirmed(m) { // /\ ~\E r \in confirms[p] : r.from = m.from /\ r.number = m.number /\ r.round >= m.round
		return nil, false
	}
	p.Confirms = p.Confirms.WithoutFrom(m.From).With(Confirmation{m.From, m.Number, m.Round}) // /\ confirms' = [confirms EXCEPT ![p] = {r \in @ : r.from # m.from} \cup {[from |-> m.from, number |-> m.number, round |-> m.round]}]
	return nil, true                                                                          // /\ NoSend
}

// AnswerQuery answers a query: p's ballot was the highest after the query came, and p has
// executed all that may have been answered before.
//
// Spec: Replica!AnswerQuery.
func (p *Replica[M]) AnswerQuery(q NotedQuery) ([]Message, bool) {
	if !p.Queries.Contains(q) { // /\ q \in queries[p]
		return nil, false
	}
	if !p.IsConfirmed(q) { // /\ IsConfirmed(p, q)
		return nil, false
	}
	if q.Point > p.Executed { // /\ q.point <= executed[p]
		return nil, false
	}
	p.Queries = p.Queries.Without(q) // /\ queries' = [queries EXCEPT ![p] = @ \ {q}]
	return p.ResultTo(q), true       // /\ Send(ResultTo(p, q))
}

// ReturnQuery has c receive what it read.
//
// Spec: Replica!ReturnQuery.
func (c *Client) ReturnQuery(m Result) ([]Message, bool) {
	if m.Dest != c.ID { // /\ m.dest = c
		return nil, false
	}
	if !c.Querying.Contains(m.Query) { // /\ m.query \in querying[c]
		return nil, false
	}
	c.Querying = c.Querying.Without(m.Query) // /\ querying' = [querying EXCEPT ![c] = @ \ {m.query}]
	return nil, true                         // /\ NoSend
}

// GiveUpQuery waits for query n no longer.
//
// Spec: Replica!GiveUpQuery.
func (c *Client) GiveUpQuery(n int) ([]Message, bool) {
	if !c.Querying.Contains(n) { // /\ n \in querying[c]
		return nil, false
	}
	c.Querying = c.Querying.Without(n) // /\ querying' = [querying EXCEPT ![c] = @ \ {n}]
	return nil, true                   // /\ NoSend
}
