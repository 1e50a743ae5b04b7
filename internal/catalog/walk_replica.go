package catalog

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
	"github.com/lockstep-paxos/lockstep/trace"
)

func init() { Walks[ReplicaTrace.Spec] = ReplicaWalk }

// ReplicaWalk is the trace of a run of three participants and two clients, in which steps
// are taken at random: clients call and ask without end, and now and then give up; one
// participant presides for a while, until another outbids it or it is lost; messages come
// late, twice or never; participants are away for a while, and catch up by reminders and
// snapshots. A cluster, whose nodes do things when it is time, is in cluster/inproc.
func ReplicaWalk(seed uint64, events int) (*trace.Trace, error) {
	constants := ReplicaConstants{Participants: replica.Participants{1, 2, 3}, Window: 3, Depth: 2, Clients: []replica.ClientID{4, 5}}
	w := &replicaWalk{walk: walk[counterNode, replica.Message]{
		actions: replica.Actions[machine.Counter](),
		random:  rand.New(rand.NewPCG(seed, 0)),
		state:   func(n counterNode) any { return variablesOfNode(&n) },
		dest:    func(m replica.Message) int { return int(m.Receiver()) },
		again:   10,
	}}
	w.receipt = func(m replica.Message) action.Step {
		steps := w.actions.Receipts(m)
		return steps[w.random.IntN(len(steps))]
	}
	twin := counterTwin{constants}
	for _, id := range constants.Participants {
		w.nodes = append(w.nodes, counterNode{Replica: *twin.participant(int(id))})
	}
	for _, id := range constants.Clients {
		w.nodes = append(w.nodes, counterNode{Client: *twin.client(int(id))})
	}
	return w.run(ReplicaTrace, constants, seed, events, w.step)
}

type replicaWalk struct {
	walk[counterNode, replica.Message]
	away  int                       // The participant that receives nothing, 0 if there is none.
	until int                       // The event at which it returns.
	calls []flying[replica.Message] // The requests of commands that nobody has executed.
}

// step tries a step. Of ten thousand, 7500 are receipts, as long as there are messages, and
// two are losses.
func (w *replicaWalk) step() error {
	participants := slices.IndexFunc(w.nodes, func(n counterNode) bool { return n.IsClient() })
	i := w.random.IntN(participants)
	p := &w.nodes[i].Replica
	switch n := w.random.IntN(10000); {
	case n < 7500 && len(w.flying) > 0:
		return w.receive()
	case n < 7700:
		return w.want(participants + w.random.IntN(len(w.nodes)-participants))
	case n < 7800:
		w.retry()
	case n < 8300:
		return w.preside(participants)
	case n < 9000:
		return w.try(i, "Execute")
	case n < 9600:
		return w.read(i)
	case n < 9800:
		return w.remind(i, participants)
	case n < 9980 && p.Executed > p.Cut+5:
		return w.try(i, "TakeSnapshot")
	case n < 9984:
		return w.outbid(i)
	case n < 9986:
		return w.try(i, "Lose")
	case n < 9990 && w.away == 0:
		w.away, w.until = i+1, w.taken+w.random.IntN(200)
	}
	return nil
}

// receive lets a message be received, or lost if its receiver is away.
func (w *replicaWalk) receive() error {
	if w.taken >= w.until {
		w.away = 0
	}
	w.flying = slices.DeleteFunc(w.flying, func(f flying[replica.Message]) bool { return w.dest(f.message) == w.away })
	if len(w.flying) == 0 {
		return nil
	}
	return w.deliver()
}

// want has a client call or ask, or give up what it wants first.
func (w *replicaWalk) want(i int) error {
	c := &w.nodes[i].Client
	switch n := w.random.IntN(100); {
	case n < 70:
		op := []replica.Op{machine.Increment, machine.Read}[w.random.IntN(2)]
		before := c.Issued
		err := w.try(i, "Call", op)
		if c.Issued > before {
			w.calls = append(w.calls, w.flying[len(w.flying)-len(c.Participants):]...)
		}
		return err
	case n < 90 && len(c.Querying) < 2:
		return w.try(i, "Ask", replica.Op(machine.Read))
	case n < 95 && len(c.Querying) > 1:
		number := c.Querying[0]
		return w.try(i, "GiveUpQuery", number)
	case n >= 95 && len(c.Outstanding) > 1:
		number := c.Outstanding[0].Seq
		return w.try(i, "GiveUp", number)
	}
	return nil
}

// retry has clients send again what is next to be executed, whether or not they have given
// it up: else nothing of theirs would be executed any more, once it was lost.
func (w *replicaWalk) retry() {
	last := map[replica.ClientID]int{}
	for i := range w.nodes {
		for t := range w.nodes[i].Replica.Sessions.All() {
			last[t.Client] = max(last[t.Client], t.Seq)
		}
	}
	w.calls = slices.DeleteFunc(w.calls, func(f flying[replica.Message]) bool {
		m := f.message.(replica.Request)
		return m.Seq <= last[m.From]
	})
	for _, f := range w.calls {
		if m := f.message.(replica.Request); m.Seq == last[m.From]+1 {
			w.flying = append(w.flying, f)
		}
	}
}

// preside has who presides put a decree to the vote: what may have passed already, or
// what clients want. If there is nobody, and nothing is on its way, somebody tries to
// preside.
func (w *replicaWalk) preside(participants int) error {
	leader := -1
	for i := range participants {
		p := &w.nodes[i].Replica
		if p.Status == multidecree.Presiding && (leader < 0 || p.LastTried.IsHigher(w.nodes[leader].Replica.LastTried)) {
			leader = i
		}
	}
	if leader < 0 && len(w.flying) > 0 {
		return nil
	}
	if leader < 0 {
		return w.outbid(w.random.IntN(participants))
	}
	p := &w.nodes[leader].Replica
	if gaps := p.Gaps(); len(gaps) > 0 {
		gap := gaps[w.random.IntN(len(gaps))]
		return w.try(leader, "Repropose", gap.Instance, gap.Decree)
	}
	commands := p.Pending()
	if w.random.IntN(4) == 0 {
		commands = p.Requests.List() // What is under way already is passed twice, or in turn.
	}
	if len(commands) > 0 {
		i, d := p.Top()+1, replica.NewBatch(commands[w.random.IntN(len(commands)):]...)
		return w.try(leader, "Propose", i, d)
	}
	return nil
}

// outbid has participant i+1 try to preside with a number above all that it knows of.
func (w *replicaWalk) outbid(i int) error {
	p := &w.nodes[i].Replica
	number := replica.Number{Try: max(p.LastTried.Try, p.NextBal.Try) + 1, Owner: p.ID}
	return w.try(i, "ChooseBallotNumber", number)
}

// read has participant i+1 answer a query, or see to it that it may.
func (w *replicaWalk) read(i int) error {
	if answerable := w.nodes[i].Replica.Answerable(); len(answerable) > 0 {
		q := answerable[w.random.IntN(len(answerable))]
		return w.try(i, "AnswerQuery", q)
	}
	return w.try(i, "Confirm")
}

// remind has participant i+1 tell who is furthest behind what that one lacks, if it can.
func (w *replicaWalk) remind(i, participants int) error {
	last := slices.MinFunc(w.nodes[:participants], func(a, b counterNode) int { return cmp.Compare(a.Replica.Written, b.Replica.Written) })
	q, instance := last.Replica.ID, last.Replica.Written+1
	if w.nodes[i].Replica.Cut >= instance {
		return w.try(i, "SendSnapshot", q)
	}
	return w.try(i, "Remind", q, instance)
}
