package replica

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
)

// ReplicaTypeOK is true iff what this package adds to the state is made of what the model
// offers: its participants, clients, operations, ballot numbers and instances.
//
// Spec: Replica!ReplicaTypeOK. What Go's types say by themselves is not repeated.
func (c Model[M]) ReplicaTypeOK(s Global[M]) bool {
	if len(s.Participants) != c.Participants || len(s.Clients) != len(c.Clients) {
		return false
	}
	for i, p := range s.Participants {
		if p.ID != ParticipantID(i+1) || !c.isVolatileOK(p.Volatile) || !c.isSnapshotOK(p.Snapshot) {
			return false
		}
	}
	for i, client := range s.Clients {
		if client.ID != c.Clients[i] || !c.isClientOK(client) {
			return false
		}
	}
	return !slices.ContainsFunc(s.Messages, func(m Message) bool { return isOwn(m) && !c.isMessageOK(m) })
}

func (c Model[M]) isVolatileOK(v Volatile[M]) bool {
	return (v.Executed == 0 || c.isInstance(v.Executed)) &&
		c.areSessions(v.Sessions) &&
		!slices.ContainsFunc(v.Requests.List(), func(k Command) bool { return !c.isCommand(k) }) &&
		!slices.ContainsFunc(v.Queries, func(q NotedQuery) bool {
			return !c.isClient(q.Client) || q.Query < 0 || !c.isRead(q.Op) || !c.isNumber(q.Number) || q.Round < 0 || q.Point < 0
		}) &&
		v.Round >= 0 &&
		!slices.ContainsFunc(v.Confirms, func(r Confirmation) bool { return !c.isParticipant(r.From) || !c.isNumber(r.Number) || r.Round < 0 })
}

func (c Model[M]) isSnapshotOK(text multidecree.State) bool {
	if text == multidecree.NoState {
		return true
	}
	state, err := ReadState[M](text)
	return err == nil && c.areSessions(state.Sessions)
}

func (c Model[M]) isClientOK(client *Client) bool {
	return client.Issued >= 0 && client.Asked >= 0 &&
		!slices.ContainsFunc(client.Outstanding, func(k Command) bool {
			return k.Client != client.ID || !c.isCommand(k) || k.Seq > client.Issued
		}) &&
		!slices.ContainsFunc(client.Querying, func(n int) bool { return n < 1 || n > client.Asked })
}

// isMessageOK is true iff m is one of the spec's messages.
//
// Spec: Replica!IsReplicaMessage.
func (c Model[M]) isMessageOK(m Message) bool {
	switch m := m.(type) {
	case Request:
		return c.isParticipant(m.Dest) && c.isCommand(m.Command())
	case Answer:
		return c.isParticipant(m.From) && c.isClient(m.Dest) && m.Seq >= 0 && m.Answer != ""
	case Query:
		return c.isClient(m.From) && c.isParticipant(m.Dest) && m.Query >= 0 && c.isRead(m.Op)
	case Confirm:
		return c.isParticipant(m.From) && c.isParticipant(m.Dest) && c.isNumber(m.Number) && m.Round >= 0
	case Confirmed:
		return c.isParticipant(m.From) && c.isParticipant(m.Dest) && c.isNumber(m.Number) && m.Round >= 0
	case Result:
		return c.isParticipant(m.From) && c.isClient(m.Dest) && m.Query >= 0 && m.Answer != ""
	}
	return false
}

func (c Model[M]) areSessions(sessions Sessions) bool {
	for t := range sessions.All() {
		if !c.isClient(t.Client) || t.Seq < 0 || t.Answer == "" {
			return false
		}
	}
	return true
}

func (c Model[M]) isCommand(k Command) bool {
	return c.isClient(k.Client) && k.Seq >= 0 && slices.Contains(c.Operations, k.Op)
}

func (c Model[M]) isRead(op Op) bool { return slices.Contains(c.Reads, op) }

func (c Model[M]) isClient(id ClientID) bool { return slices.Contains(c.Clients, id) }

func (c Model[M]) isParticipant(id ParticipantID) bool { return 1 <= id && int(id) <= c.Participants }

func (c Model[M]) isInstance(i int) bool { return 1 <= i && i <= c.Instances }

func (c Model[M]) isNumber(n Number) bool {
	return 1 <= n.Try && n.Try <= c.Tries && c.isParticipant(n.Owner)
}
