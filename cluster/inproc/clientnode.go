package inproc

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/timeline"
	"github.com/lockstep-paxos/lockstep/linearizability"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/trace"
)

// clientNode is a client at work. It has several IDs and uses one after the other: a
// session waits for a command that was given up, perhaps forever, so after that the
// client goes on under another ID. Under the last one it gives up no command.
type clientNode struct {
	seat  int // Its first ID, to which letters for all of them come.
	ids   []*identity
	at    int // The ID that it uses, as an index.
	most  int // How many operations it has under way.
	o     ReplicaOptions
	does  custom
	over  *overseer
	luck  *rand.Rand
	ask   int          // The participant that it asks first.
	waits []*operation // What is under way, in the order of calls.

	operations []linearizability.Operation
	latencies  []timeline.Sample
	violations []string
}

// identity is a client of the spec.
type identity struct {
	c   *replica.Client
	log *logbook
	seq int      // How many operations there were, in the numbering of the history.
	ran ordering // What its commands returned.
}

// operation is one that is under way.
type operation struct {
	linearizability.Operation
	Wanted
	id      *identity
	kind    string // Its kind in the history, or "query".
	number  int    // Of the command or the query.
	index   int    // Where it stands in clientNode.operations.
	letters []parcel[replica.Message]
	called  time.Duration
	retry   time.Duration // When it asks again.
	asked   int           // How often it has asked.
	seen    int64         // The greatest value that any client was told before.
}

func newClientNode(index int, o ReplicaOptions, does custom, over *overseer) (*clientNode, error) {
	first := o.Participants + 1 + index*o.Identities
	c := &clientNode{seat: first, o: o, does: does, over: over, luck: chances(o.Seed, ofOperations, first, 0, 0), most: 1}
	if index%2 == 1 {
		c.most = o.Depth
	}
	c.ask = c.luck.IntN(o.Participants)
	for id := first; id < first+o.Identities; id++ {
		twin := replica.NewClient(replica.ClientID(id), o.Config())
		log, err := newLogbook(id, over, twin.Variables())
		if err != nil {
			return nil, err
		}
		c.ids = append(c.ids, &identity{c: twin, log: log})
	}
	return c, nil
}

func (c *clientNode) id() int               { return c.seat }
func (c *clientNode) leads() (string, bool) { return "", false }

func (c *clientNode) end() error {
	for _, id := range c.ids {
		if err := id.log.end(id.c.Variables()); err != nil {
			return err
		}
	}
	return nil
}

// crash and recover do nothing: in the spec clients do not crash.
func (c *clientNode) crash(time.Duration) error { return nil }

func (c *clientNode) recover(time.Duration) ([]parcel[replica.Message], error) { return nil, nil }

func (c *clientNode) begin(now time.Duration) ([]parcel[replica.Message], error) { return c.fill(now) }

// due is when it asks somebody else or gives up.
func (c *clientNode) due() time.Duration {
	due := never
	for _, op := range c.waits {
		due = min(due, op.retry, c.deadline(op))
	}
	return due
}

// deadline is when it waits no longer.
func (c *clientNode) deadline(op *operation) time.Duration {
	if !op.Query && c.at == len(c.ids)-1 {
		return never
	}
	return op.called + time.Duration(c.o.Deadline)*c.o.Interval
}

// fill has as many operations under way as may be. Under an ID whose session waits for
// what was given up there are no more; when the last of them is over the next ID begins.
func (c *clientNode) fill(now time.Duration) ([]parcel[replica.Message], error) {
	if c.at < len(c.ids)-1 && c.ids[c.at].ran.gaveUp && len(c.waits) == 0 {
		c.at++
	}
	var parcels []parcel[replica.Message]
	for id := c.ids[c.at]; len(c.waits) < c.most && !id.ran.gaveUp; {
		op, err := c.call(now, id)
		if err != nil || op == nil {
			return parcels, err
		}
		parcels = append(parcels, op.letters[c.ask])
	}
	return parcels, nil
}

// call begins an operation, of a kind that chance chooses. It is nil if its ID may have
// no more commands outstanding, or wants nothing more.
func (c *clientNode) call(now time.Duration, id *identity) (*operation, error) {
	op := &operation{id: id, index: len(c.operations), called: now, seen: c.over.seen.Load()}
	if op.Wanted = c.does.next(c.luck, int(id.c.ID), id.seq+1); op.Op == "" {
		return nil, nil
	}
	var err error
	if op.Operation, err = c.does.told(op.Op); err != nil {
		return nil, err
	}
	if op.kind = string(op.Operation.Operation); op.Query {
		op.kind = "query"
	}
	op.retry = now + c.retry()
	if !op.Query && !id.c.HasRoom() {
		return nil, nil
	}
	op.Client, op.Outcome, op.Call = int(id.c.ID), linearizability.Unknown, c.over.tick()
	if err := c.begun(op); err != nil {
		return nil, err
	}
	id.seq++
	op.Seq = id.seq
	c.operations = append(c.operations, op.Operation)
	c.waits = append(c.waits, op)
	return op, nil
}

// begun takes the step with which an operation begins.
func (c *clientNode) begun(op *operation) error {
	action, twin, told := "Ask", op.id.c, replica.Op(op.Op)
	var sent []replica.Message
	if op.Query {
		sent, _ = twin.Ask(told)
		op.number = twin.Asked
	} else {
		action = "Call"
		sent, _ = twin.Call(told)
		op.number = twin.Issued
	}
	event, err := op.id.log.record(action, map[string]any{"op": told}, nil, twin.Variables(), trace.Messages(sent))
	for _, m := range sent {
		op.letters = append(op.letters, parcel[replica.Message]{int(m.Receiver()), letter[replica.Message]{m, event}})
	}
	return err
}

// retry is how long it waits before it asks somebody else.
func (c *clientNode) retry() time.Duration {
	const intervals = 4
	return intervals*c.o.Interval + time.Duration(c.luck.Int64N(int64(c.o.Interval)))
}

// wake asks again, or gives up. It asks the same participant twice, for a message may be
// lost, and then the next one.
func (c *clientNode) wake(now time.Duration) ([]parcel[replica.Message], error) {
	var parcels []parcel[replica.Message]
	moved := false
	for _, op := range slices.Clone(c.waits) {
		switch {
		case now >= c.deadline(op):
			if err := c.giveUp(now, op); err != nil {
				return nil, err
			}
		case now >= op.retry:
			if op.asked++; op.asked%2 == 0 && !moved {
				c.ask, moved = (c.ask+1)%c.o.Participants, true
			}
			op.retry = now + c.retry()
			parcels = append(parcels, op.letters[c.ask])
		}
	}
	more, err := c.fill(now)
	return append(parcels, more...), err
}

func (c *clientNode) giveUp(now time.Duration, op *operation) error {
	action, give := "GiveUp", op.id.c.GiveUp
	if op.Query {
		action, give = "GiveUpQuery", op.id.c.GiveUpQuery
	} else {
		op.id.ran.gaveUp = true
	}
	if _, ok := give(op.number); !ok {
		return fmt.Errorf("client %d cannot give up %s %d", op.id.c.ID, op.kind, op.number)
	}
	_, err := op.id.log.record(action, map[string]any{"n": op.number}, nil, op.id.c.Variables(), nil)
	c.ended(now, op)
	return err
}

// receive has an operation return.
func (c *clientNode) receive(now time.Duration, l letter[replica.Message]) ([]parcel[replica.Message], error) {
	id := c.ids[int(l.message.Receiver())-c.seat]
	var action string
	var number int
	var text replica.Bytes
	var took, isQuery bool
	switch m := l.message.(type) {
	case replica.Answer:
		action, number, text = "Return", m.Seq, m.Answer
		_, took = id.c.Return(m)
	case replica.Result:
		action, number, text, isQuery = "ReturnQuery", m.Query, m.Answer, true
		_, took = id.c.ReturnQuery(m)
	default:
		return nil, fmt.Errorf("client %d got a message %s, which is for none", id.c.ID, m.Type())
	}
	if !took { // It has returned or was given up.
		return nil, nil
	}
	if _, err := id.log.record(action, map[string]any{"m": l.message}, &l.cause, id.c.Variables(), nil); err != nil {
		return nil, err
	}
	c.ask = int(l.message.Sender()) - 1
	for _, op := range c.waits {
		if op.id != id || op.number != number || op.Query != isQuery {
			continue
		}
		if err := c.returned(now, op, text); err != nil {
			return nil, fmt.Errorf("client %d was answered: %w", id.c.ID, err)
		}
		break
	}
	return c.fill(now)
}
