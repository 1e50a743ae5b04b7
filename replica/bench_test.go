package replica_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
	"github.com/lockstep-paxos/lockstep/replica/machine"
)

// BenchmarkCommand tells what a command costs three replicas together, in batches of so many, while
// so many clients have sessions and want nothing: participant 1 presides and proposes what clients
// ask for; all vote, learn and execute.
func BenchmarkCommand(b *testing.B) {
	for _, batch := range []int{1, 64} {
		for _, idle := range []int{0, 10_000, 100_000} {
			b.Run(fmt.Sprintf("Batch%d/Idle%d", batch, idle), func(b *testing.B) {
				p := presiding(b, idle)
				b.ReportAllocs()
				b.ResetTimer()
				for n := 0; n < b.N; n += batch {
					p.pass(batch, func(i int) replica.ClientID { return p.active[(n+i)%len(p.active)] })
				}
			})
		}
	}
}

// BenchmarkRequest tells what it costs to take note of a command while so many others wait.
func BenchmarkRequest(b *testing.B) {
	for _, waiting := range []int{0, 10_000, 100_000} {
		b.Run(fmt.Sprintf("Waiting%d", waiting), func(b *testing.B) {
			p := presiding(b, 0).replicas[0]
			request := func(client int) replica.Request {
				return replica.Request{Envelope: replica.Envelope{From: replica.ClientID(client), Dest: 1}, Seq: 9, Op: machine.Increment}
			}
			for i := range waiting {
				p.HandleRequest(request(1001 + i))
			}
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				copied := *p
				copied.HandleRequest(request(1000))
			}
		})
	}
}

// TestACommandCostsTheSameWhileSessionsRest counts allocations, which a busy machine does not change.
func TestACommandCostsTheSameWhileSessionsRest(t *testing.T) {
	for _, batch := range []int{1, 64} {
		var allocations []float64
		for _, idle := range []int{0, 10_000} {
			p := presiding(t, idle)
			allocations = append(allocations, testing.AllocsPerRun(100, func() {
				p.pass(batch, func(i int) replica.ClientID { return p.active[i] })
			}))
		}
		require.InEpsilon(t, allocations[0], allocations[1], 0.2, "in batches of %d", batch)
	}
}

// busy are three replicas, the first of which presides.
type busy struct {
	b        testing.TB
	replicas []*parliament
	active   []replica.ClientID       // 64, among others.
	issued   map[replica.ClientID]int // How many commands they have asked for.
}

// presiding are replicas that have the sessions of active and idle clients.
func presiding(b testing.TB, idle int) *busy {
	config := replica.Config{Participants: replica.Participants{1, 2, 3}, Window: 1, Depth: 1}
	p := &busy{b: b, issued: map[replica.ClientID]int{}}
	for _, id := range config.Participants {
		p.replicas = append(p.replicas, replica.New[machine.Counter](id, config))
	}
	p.deliver(p.replicas[0].ChooseBallotNumber(replica.Number{Try: 1, Owner: 1}))
	const active, first = 64, 11
	for i := range active {
		p.active = append(p.active, replica.ClientID(first+i*(idle+active)/active))
	}
	for begun := 0; begun < idle+active; begun += 1000 {
		p.pass(min(1000, idle+active-begun), func(i int) replica.ClientID { return replica.ClientID(first + begun + i) })
	}
	return p
}

// pass has a batch of commands passed and executed, one of each of so many clients.
func (p *busy) pass(batch int, client func(i int) replica.ClientID) {
	one := p.replicas[0]
	for i := range batch {
		c := client(i)
		p.issued[c]++
		one.HandleRequest(replica.Request{Envelope: replica.Envelope{From: c, Dest: 1}, Seq: p.issued[c], Op: machine.Increment})
	}
	p.deliver(one.Propose(one.Top()+1, replica.NewBatch(one.Pending()...)))
	for _, r := range p.replicas {
		for executed := true; executed; {
			_, executed = r.Execute()
		}
		if last := client(batch - 1); r.Sessions.LastOf(last) != p.issued[last] {
			p.b.Fatalf("participant %d has not executed command %d of client %d", r.ID, p.issued[last], last)
		}
	}
}

// deliver delivers messages, and what they lead to.
func (p *busy) deliver(sent []replica.Message, ok bool) {
	if !ok {
		return
	}
	for _, m := range sent {
		r := p.replicas[m.Receiver()-1]
		switch m := m.(type) {
		case multidecree.NextBallot:
			p.deliver(r.HandleNextBallot(m))
		case multidecree.LastVote:
			p.deliver(r.HandleLastVote(m))
		case multidecree.BeginBallot:
			p.deliver(r.HandleBeginBallot(m))
		case multidecree.Voted:
			p.deliver(r.HandleVoted(m))
		case multidecree.Success:
			p.deliver(r.HandleSuccess(m))
		}
	}
}
