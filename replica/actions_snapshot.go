package replica

import "github.com/lockstep-paxos/lockstep/multidecree"

// Snapshots and recovery.

// TakeSnapshot takes a snapshot of p's state and truncates what p has executed.
//
// Spec: Replica!TakeSnapshot.
func (p *Replica[M]) TakeSnapshot() ([]Message, bool) {
	return p.participant.Truncate(p.Executed, p.Encoded()) // /\ Truncate(p, executed[p], StateOf(p))
}

// Restore goes on from the state of another, for p fell behind.
//
// Spec: Replica!Restore.
func (p *Replica[M]) Restore(m multidecree.Snapshot) ([]Message, bool) {
	sent, ok := p.participant.InstallSnapshot(m) // /\ InstallSnapshot(p, m)
	if !ok {
		return nil, false
	}
	restored := p.Restored(m.State)
	done := p.Done(restored.Sessions)
	p.Executed = m.Cut                    // /\ executed' = [executed EXCEPT ![p] = m.cut]
	p.Value = restored.Value              // /\ value' = [value EXCEPT ![p] = m.state.value]
	p.Sessions = restored.Sessions        // /\ sessions' = [sessions EXCEPT ![p] = m.state.sessions]
	p.Requests = p.Requests.Without(done) // /\ requests' = [requests EXCEPT ![p] = @ \ Done(p, m.state.sessions)]
	return sent, true
}

// Lose has p leave the chamber and return. It begins again with its snapshot, and
// executes once more what its ledger has.
//
// Spec: Replica!Lose.
func (p *Replica[M]) Lose() ([]Message, bool) {
	sent, ok := p.participant.Crash() // /\ Crash(p)
	if !ok {
		return nil, false
	}
	restored := p.Restored(p.Snapshot)
	p.Executed = p.Cut             // /\ executed' = [executed EXCEPT ![p] = cut[p]]
	p.Value = restored.Value       // /\ value' = [value EXCEPT ![p] = Restored(snapshot[p]).value]
	p.Sessions = restored.Sessions // /\ sessions' = [sessions EXCEPT ![p] = Restored(snapshot[p]).sessions]
	p.Requests = Requests{}        // /\ requests' = [requests EXCEPT ![p] = {}]
	p.Queries = nil                // /\ queries' = [queries EXCEPT ![p] = {}]
	p.Round = 0                    // /\ round' = [round EXCEPT ![p] = 0]
	p.Confirms = nil               // /\ confirms' = [confirms EXCEPT ![p] = {}]
	return sent, true
}
