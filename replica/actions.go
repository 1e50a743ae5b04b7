package replica

import "github.com/lockstep-paxos/lockstep/multidecree"

// Call has c's next command carried out, and asks everybody. A client has no more than
// Depth commands outstanding, the first and the last included.
//
// Spec: Replica!Call.
func (c *Client) Call(op Op) ([]Message, bool) {
	if !c.IsOperation(op) { // /\ op \in Operations
		return nil, false
	}
	if !c.HasRoom() { // /\ \A k \in outstanding[c] : issued[c] + 1 < k.seq + Depth
		return nil, false
	}
	c.Issued++                                                                       // /\ issued' = [issued EXCEPT ![c] = @ + 1]
	c.Outstanding = c.Outstanding.With(Command{Client: c.ID, Op: op, Seq: c.Issued}) // /\ outstanding' = [outstanding EXCEPT ![c] = @ \cup {[client |-> c, seq |-> issued[c] + 1, op |-> op]}]
	return c.Requests(c.Issued, op), true                                            // /\ Send(Requests(c, issued[c] + 1, op))
}

// HandleRequest takes note of a command, to have it passed. Who does not preside
// refuses, which is to do nothing.
//
// Spec: Replica!HandleRequest.
func (p *Replica[M]) HandleRequest(m Request) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if p.IsDone(m.Command()) { // /\ ~IsDone(sessions[p], CommandOf(m))
		return nil, false
	}
	if p.Requests.Contains(m.Command()) { // /\ CommandOf(m) \notin requests[p]
		return nil, false
	}
	p.Requests = p.Requests.With(m.Command()) // /\ requests' = [requests EXCEPT ![p] = @ \cup {CommandOf(m)}]
	return nil, true                          // /\ NoSend
}

// AnswerAgain tells the answer to a command that p has executed already, while its
// session remembers it.
//
// Spec: Replica!AnswerAgain.
func (p *Replica[M]) AnswerAgain(m Request) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if !p.Sessions.Has(m.From, m.Seq) { // /\ \E s \in sessions[p] : s.client = m.from /\ s.seq = m.seq
		return nil, false
	}
	return p.ClientAnswers(Commands{m.Command()}, p.Sessions), true // /\ Send(ClientAnswers(p, {CommandOf(m)}, sessions[p]))
}

// Propose has commands that p was asked for passed, as one decree.
//
// Spec: Replica!Propose.
func (p *Replica[M]) Propose(i int, d Decree) ([]Message, bool) {
	if d == NoOp { // /\ d # NoOp
		return nil, false
	}
	if !p.AreRequested(d) { // /\ AreRequested(p, d)
		return nil, false
	}
	return p.participant.BeginBallot(i, d) // /\ BeginBallot(p, i, d)
}

// Repropose has passed again what may have passed in a lower ballot, or fills a gap with
// the olive-day decree.
//
// Spec: Replica!Repropose.
func (p *Replica[M]) Repropose(i int, d Decree) ([]Message, bool) {
	if i > p.Top() { // /\ i <= Top(p)
		return nil, false
	}
	return p.participant.BeginBallot(i, d) // /\ BeginBallot(p, i, d)
}

// Execute executes p's next decree, and answers what p was asked for.
//
// Spec: Replica!Execute.
func (p *Replica[M]) Execute() ([]Message, bool) {
	if !p.Ledger.Has(p.Executed + 1) { // /\ executed[p] + 1 \in InstancesOf(ledger[p])
		return nil, false
	}
	next := p.NextState()
	done := p.Done(next.Sessions)
	p.Executed++                                      // /\ executed' = [executed EXCEPT ![p] = @ + 1]
	p.Value = next.Value                              // /\ value' = [value EXCEPT ![p] = NextState(p).value]
	p.Sessions = next.Sessions                        // /\ sessions' = [sessions EXCEPT ![p] = NextState(p).sessions]
	p.Requests = p.Requests.Without(done)             // /\ requests' = [requests EXCEPT ![p] = @ \ Done(p, NextState(p).sessions)]
	return p.ClientAnswers(done, next.Sessions), true // /\ Send(ClientAnswers(p, Done(p, NextState(p).sessions), NextState(p).sessions))
}

// Return has c receive its answer.
//
// Spec: Replica!Return.
func (c *Client) Return(m Answer) ([]Message, bool) {
	if m.Dest != c.ID { // /\ m.dest = c
		return nil, false
	}
	if !c.Outstanding.HasSeq(m.Seq) { // /\ m.seq \in {k.seq : k \in outstanding[c]}
		return nil, false
	}
	c.Outstanding = c.Outstanding.WithoutSeq(m.Seq) // /\ outstanding' = [outstanding EXCEPT ![c] = {k \in @ : k.seq # m.seq}]
	return nil, true                                // /\ NoSend
}

// GiveUp waits for command n no longer.
//
// Spec: Replica!GiveUp.
func (c *Client) GiveUp(n int) ([]Message, bool) {
	if !c.Outstanding.HasSeq(n) { // /\ n \in {k.seq : k \in outstanding[c]}
		return nil, false
	}
	c.Outstanding = c.Outstanding.WithoutSeq(n) // /\ outstanding' = [outstanding EXCEPT ![c] = {k \in @ : k.seq # n}]
	return nil, true                            // /\ NoSend
}
