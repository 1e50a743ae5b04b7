package judge

import (
	"encoding/json"
	"hash/maphash"
	"slices"

	"github.com/lockstep-paxos/lockstep/trace"
)

// outbox knows what each event of a trace has sent, and how the trace goes on does
// not matter to it. It keeps 16 bytes of a message, so a trace may be longer than
// what fits into memory. That it takes another message for one that was sent is less
// likely than that the machine errs.
type outbox struct{ of map[int]*posted }

// posted is what one node has sent: the messages of event n end at ends[n-1].
type posted struct {
	messages []digest
	ends     []int
}

// digest stands for a message.
type digest [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func digestOf(message json.RawMessage) digest {
	return digest{maphash.Bytes(seeds[0], message), maphash.Bytes(seeds[1], message)}
}

func newOutbox() *outbox { return &outbox{map[int]*posted{}} }

// add notes what e sent, which is to be the next event of its node.
func (o *outbox) add(e *trace.Event) {
	p := o.of[e.Node]
	if p == nil {
		p = &posted{}
		o.of[e.Node] = p
	}
	if e.Seq != len(p.ends)+1 {
		return // A trace that is out of order; what it sent here was never sent.
	}
	for _, m := range e.Sent {
		p.messages = append(p.messages, digestOf(m))
	}
	p.ends = append(p.ends, len(p.messages))
}

// holds tells whether that event has sent the message.
func (o *outbox) holds(by trace.ID, message json.RawMessage) bool {
	p := o.of[by.Node]
	if p == nil || by.Seq < 1 || by.Seq > len(p.ends) {
		return false
	}
	from := 0
	if by.Seq > 1 {
		from = p.ends[by.Seq-2]
	}
	return slices.Contains(p.messages[from:p.ends[by.Seq-1]], digestOf(message))
}
