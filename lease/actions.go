package lease

import "github.com/lockstep-paxos/lockstep/multidecree"

// RequestLease asks everybody for a lease, for p presides.
//
// Spec: Lease!RequestLease.
func (p *Replica[M]) RequestLease(t Time) ([]Message, bool) {
	if p.Term <= 0 { // /\ 0 < Term
		return nil, false
	}
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	return p.LeaseRequests(t), true // /\ Send(LeaseRequests(p, t))
}

// GrantLease promises to take part in nobody else's new ballot for a whole term from now
// on, if p has promised no higher ballot and what it granted to others has ended.
//
// Spec: Lease!GrantLease.
func (p *Replica[M]) GrantLease(m LeaseRequest, t Time) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Term <= 0 { // /\ 0 < Term
		return nil, false
	}
	if p.NextBal.IsHigher(m.Number) { // /\ ~IsHigher(nextBal[p], m.number)
		return nil, false
	}
	if p.IsGrantedToOther(m.From, t) { // /\ ~IsGrantedToOther(p, m.from, t)
		return nil, false
	}
	p.Granted = Granted{m.From, t + p.Term} // /\ granted' = [granted EXCEPT ![p] = [holder |-> m.from, until |-> t + Term]]
	return p.GrantTo(m), true               // /\ Send(GrantTo(p, m))
}

// HandleGrant notes a grant.
//
// Spec: Lease!HandleGrant.
func (p *Replica[M]) HandleGrant(m Grant) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if m.Number != p.LastTried { // /\ m.number = lastTried[p]
		return nil, false
	}
	if p.HasGrant(m) { // /\ ~\E g \in grants[p] : g.from = m.from /\ g.number = m.number /\ g.time >= m.time
		return nil, false
	}
	p.Grants = p.Grants.WithoutFrom(m.From).With(Given{m.From, m.Number, m.Time}) // /\ grants' = [grants EXCEPT ![p] = {g \in @ : g.from # m.from} \cup {[from |-> m.from, number |-> m.number, time |-> m.time]}]
	return nil, true                                                              // /\ NoSend
}

// LeaseRead answers a query at once: while p holds the lease nobody presides in a higher
// ballot, and p has executed all that may have been answered in its own ballot or a lower
// one.
//
// Spec: Lease!LeaseRead.
func (p *Replica[M]) LeaseRead(m Query, t Time) ([]Message, bool) {
	if m.Dest != p.ID { // /\ m.dest = p
		return nil, false
	}
	if p.Status != multidecree.Presiding { // /\ status[p] = "presiding"
		return nil, false
	}
	if !p.HoldsLease(t) { // /\ HoldsLease(p, t)
		return nil, false
	}
	if p.ReadPoint() > p.Executed { // /\ ReadPoint(p) <= executed[p]
		return nil, false
	}
	return p.LeaseResultTo(m), true // /\ Send(LeaseResultTo(p, m))
}

// Promise promises, unless p has granted somebody else that it will not.
//
// Spec: Lease!Promise.
func (p *Replica[M]) Promise(m NextBallot, t Time) ([]Message, bool) {
	if p.IsGrantedToOther(m.From, t) { // /\ ~IsGrantedToOther(p, m.from, t)
		return nil, false
	}
	return p.unleased.HandleNextBallot(m) // /\ HandleNextBallot(p, m)
}

// LoseGrants has p leave the chamber and return. It no longer knows what it granted, but
// that no grant stands for longer than a term from now on: so long it promises nobody's
// ballot, and grants no lease.
//
// Spec: Lease!LoseGrants.
func (p *Replica[M]) LoseGrants(t Time) ([]Message, bool) {
	sent, ok := p.unleased.Lose() // /\ Lose(p)
	if !ok {
		return nil, false
	}
	p.Granted = Granted{0, t + p.Term} // /\ granted' = [granted EXCEPT ![p] = [holder |-> 0, until |-> t + Term]]
	p.Grants = nil                     // /\ grants' = [grants EXCEPT ![p] = {}]
	return sent, true
}
