package replica

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/multidecree"
)

// Model makes the parliament and its clients finite, so that a search can visit all that
// may happen. It offers the choices that Replica!ReplicaNext quantifies over, but for
// bounds on what clients call and ask and on how often a president confirms, and leaves
// it to the actions to refuse them.
type Model[M Machine[M]] struct {
	Participants int             // How many there are: 1 to Participants.
	Presidents   []ParticipantID // Who may choose a ballot number.
	Tries        int             // The tries that each of them may make: 1 to Tries.
	Instances    int             // The instances: 1 to Instances.
	Window       int             // How far past the first undecided instance a president may begin.
	Clients      []ClientID      // The clients, in ascending order.
	Depth        int             // How many commands a client may have outstanding, and a session remembers.
	Operations   []string        // The operations that a client may call.
	Reads        []string        // The operations that a client may ask, past the log.
	Calls        int             // How many commands a client calls.
	Asks         int             // How many queries a client asks.
	Rounds       int             // How often a president confirms.
	Without      []string        // The actions that nobody takes of its own accord, such as Lose.
}

// Actions are the names of all actions, in the order of the specs.
var Actions = []string{
	"ChooseBallotNumber", "HandleNextBallot", "HandleLastVote", "HandleBeginBallot", "HandleVoted", "HandleSuccess", "Remind", "SendSnapshot",
	"Call", "HandleRequest", "AnswerAgain", "Propose", "Repropose", "Execute", "Return", "GiveUp",
	"Ask", "HandleQuery", "Confirm", "HandleConfirm", "HandleConfirmed", "AnswerQuery", "ReturnQuery", "GiveUpQuery",
	"TakeSnapshot", "Restore", "Lose",
}

// Node is a participant or a client: the other one of the two has the ID 0.
type Node[M Machine[M]] struct {
	Replica Replica[M]
	Client  Client
}

// ID is the number of the participant or client.
func (n *Node[M]) ID() ParticipantID { return max(n.Replica.ID, n.Client.ID) }

// IsClient is true iff the node is a client.
func (n *Node[M]) IsClient() bool { return n.Client.ID != 0 }

// Actor is what has the actions: a pointer to the participant or the client.
func (n *Node[M]) Actor() any {
	if n.IsClient() {
		return &n.Client
	}
	return &n.Replica
}

// Step is one choice of an action and its parameters, but for the first, to be taken by a
// copy of a node. It is an alias, so that machinery that knows no protocol can have a
// type of the same shape.
type Step[M Machine[M]] = struct {
	Action string
	Params []any
	Take   func(*Node[M]) ([]Message, bool)
}

// Nodes are the participants and then the clients, in their initial states.
func (c Model[M]) Nodes() []Node[M] {
	config := c.config()
	var nodes []Node[M]
	for _, id := range config.Participants {
		nodes = append(nodes, Node[M]{Replica: *New[M](id, config)})
	}
	for _, id := range c.Clients {
		nodes = append(nodes, Node[M]{Client: *NewClient(id, config)})
	}
	return nodes
}

func (c Model[M]) config() Config {
	config := Config{Window: c.Window, Depth: c.Depth}
	for i := range c.Participants {
		config.Participants = append(config.Participants, ParticipantID(i+1))
	}
	return config
}

// Choices are the steps that a node may try of its own accord.
//
// Spec: the disjuncts of Replica!ReplicaNext that receive no message.
func (c Model[M]) Choices(n Node[M]) []Step[M] {
	steps := c.ofReplica(&n.Replica)
	if n.IsClient() {
		steps = c.ofClient(&n.Client)
	}
	return slices.DeleteFunc(steps, func(s Step[M]) bool { return slices.Contains(c.Without, s.Action) })
}

// ofReplica are the choices of a participant.
func (c Model[M]) ofReplica(p *Replica[M]) []Step[M] {
	var steps []Step[M]
	try := func(action string, take func(*Replica[M]) ([]Message, bool), params ...any) {
		steps = append(steps, byReplica(action, take, params...))
	}
	for number := (Number{Try: 1, Owner: p.ID}); number.Try <= c.Tries && slices.Contains(c.Presidents, p.ID); number.Try++ {
		try("ChooseBallotNumber", func(p *Replica[M]) ([]Message, bool) { return p.ChooseBallotNumber(number) }, number)
	}
	for _, q := range p.Participants {
		for i := 1; i <= c.Instances; i++ {
			try("Remind", func(p *Replica[M]) ([]Message, bool) { return p.Remind(q, i) }, q, i)
		}
		try("SendSnapshot", func(p *Replica[M]) ([]Message, bool) { return p.SendSnapshot(q) }, q)
	}
	for i := 1; i <= c.Instances; i++ {
		for _, d := range Batches(p.Requests) {
			try("Propose", func(p *Replica[M]) ([]Message, bool) { return p.Propose(i, d) }, i, d)
		}
		for _, d := range p.Choices(i).Only { // All others are above Top.
			try("Repropose", func(p *Replica[M]) ([]Message, bool) { return p.Repropose(i, d) }, i, d)
		}
	}
	for _, q := range p.Queries {
		try("AnswerQuery", func(p *Replica[M]) ([]Message, bool) { return p.AnswerQuery(q) }, q)
	}
	if p.Round < c.Rounds {
		try("Confirm", (*Replica[M]).Confirm)
	}
	try("Execute", (*Replica[M]).Execute)
	try("TakeSnapshot", (*Replica[M]).TakeSnapshot)
	try("Lose", (*Replica[M]).Lose)
	return steps
}

// ofClient are the choices of a client.
func (c Model[M]) ofClient(client *Client) []Step[M] {
	var steps []Step[M]
	try := func(action string, take func(*Client) ([]Message, bool), params ...any) {
		steps = append(steps, byClient[M](action, take, params...))
	}
	for _, op := range c.Operations {
		if client.Issued < c.Calls {
			try("Call", func(c *Client) ([]Message, bool) { return c.Call(op) }, op)
		}
	}
	for _, op := range c.Reads {
		if client.Asked < c.Asks {
			try("Ask", func(c *Client) ([]Message, bool) { return c.Ask(op) }, op)
		}
	}
	for n := 1; n <= client.Issued; n++ {
		try("GiveUp", func(c *Client) ([]Message, bool) { return c.GiveUp(n) }, n)
	}
	for _, n := range client.Querying {
		try("GiveUpQuery", func(c *Client) ([]Message, bool) { return c.GiveUpQuery(n) }, n)
	}
	return steps
}

// byReplica is a step that only a participant takes.
func byReplica[M Machine[M]](action string, take func(*Replica[M]) ([]Message, bool), params ...any) Step[M] {
	return Step[M]{action, params, func(n *Node[M]) ([]Message, bool) {
		if n.IsClient() {
			return nil, false
		}
		return take(&n.Replica)
	}}
}

// byClient is a step that only a client takes.
func byClient[M Machine[M]](action string, take func(*Client) ([]Message, bool), params ...any) Step[M] {
	return Step[M]{action, params, func(n *Node[M]) ([]Message, bool) {
		if !n.IsClient() {
			return nil, false
		}
		return take(&n.Client)
	}}
}

// Receipts are the steps that a node may take when it receives m.
//
// Spec: the disjuncts of Replica!ReplicaNext that receive a message.
func Receipts[M Machine[M]](m Message) []Step[M] {
	switch m := m.(type) {
	case multidecree.NextBallot:
		return []Step[M]{byReplica("HandleNextBallot", func(p *Replica[M]) ([]Message, bool) { return p.HandleNextBallot(m) }, m)}
	case multidecree.LastVote:
		return []Step[M]{byReplica("HandleLastVote", func(p *Replica[M]) ([]Message, bool) { return p.HandleLastVote(m) }, m)}
	case multidecree.BeginBallot:
		return []Step[M]{byReplica("HandleBeginBallot", func(p *Replica[M]) ([]Message, bool) { return p.HandleBeginBallot(m) }, m)}
	case multidecree.Voted:
		return []Step[M]{byReplica("HandleVoted", func(p *Replica[M]) ([]Message, bool) { return p.HandleVoted(m) }, m)}
	case multidecree.Success:
		return []Step[M]{byReplica("HandleSuccess", func(p *Replica[M]) ([]Message, bool) { return p.HandleSuccess(m) }, m)}
	case multidecree.Snapshot:
		return []Step[M]{byReplica("Restore", func(p *Replica[M]) ([]Message, bool) { return p.Restore(m) }, m)}
	case Request:
		return []Step[M]{
			byReplica("HandleRequest", func(p *Replica[M]) ([]Message, bool) { return p.HandleRequest(m) }, m),
			byReplica("AnswerAgain", func(p *Replica[M]) ([]Message, bool) { return p.AnswerAgain(m) }, m),
		}
	case Answer:
		return []Step[M]{byClient[M]("Return", func(c *Client) ([]Message, bool) { return c.Return(m) }, m)}
	case Query:
		return []Step[M]{byReplica("HandleQuery", func(p *Replica[M]) ([]Message, bool) { return p.HandleQuery(m) }, m)}
	case Confirm:
		return []Step[M]{byReplica("HandleConfirm", func(p *Replica[M]) ([]Message, bool) { return p.HandleConfirm(m) }, m)}
	case Confirmed:
		return []Step[M]{byReplica("HandleConfirmed", func(p *Replica[M]) ([]Message, bool) { return p.HandleConfirmed(m) }, m)}
	case Result:
		return []Step[M]{byClient[M]("ReturnQuery", func(c *Client) ([]Message, bool) { return c.ReturnQuery(m) }, m)}
	}
	panic("replica: Message has no other implementations")
}

// Batches are the decrees that can be made of commands, each once.
//
// Spec: Replica!Batches.
func Batches(commands Commands) []Decree {
	var batches []Decree
	var extend func(batch, rest []Command)
	extend = func(batch, rest []Command) {
		for i, k := range rest {
			longer := append(slices.Clip(batch), k)
			batches = append(batches, NewBatch(longer...))
			extend(longer, slices.Delete(slices.Clone(rest), i, i+1))
		}
	}
	extend(nil, commands)
	return batches
}
