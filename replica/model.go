package replica

import (
	"slices"

	"github.com/lockstep-paxos/lockstep/action"
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
	Operations   []Op            // The operations that a client may call.
	Reads        []Op            // The operations that a client may ask, past the log.
	Calls        int             // How many commands a client calls.
	Asks         int             // How many queries a client asks.
	Rounds       int             // How often a president confirms.
	Without      []string        // The actions that nobody takes of its own accord, such as Lose.
}

// Actions are all actions, in the order of the specs.
func Actions[M Machine[M]]() action.Table[Node[M], Message] {
	return ActionsOn((*Node[M]).replica, (*Node[M]).client)
}

// ActionsOn are all actions of a node that is a participant or a client: the other one of
// the two is nil. The actions of multidecree that are steps of others here are not among them.
func ActionsOn[N any, M Machine[M]](replica func(*N) *Replica[M], client func(*N) *Client) action.Table[N, Message] {
	byReplica := func(a ...action.Action[Replica[M], Message]) action.Table[N, Message] { return action.On(replica, a) }
	byClient := func(a ...action.Action[Client, Message]) action.Table[N, Message] { return action.On(client, a) }
	parliament := action.On(func(p *Replica[M]) *multidecree.Participant { return &p.participant },
		multidecree.Actions.Without("BeginBallot", "Truncate", "InstallSnapshot", "Crash"))
	return slices.Concat(
		byReplica(parliament...),
		byClient(action.Of1("Call", "op", (*Client).Call)),
		byReplica(
			action.Of1("HandleRequest", "m", (*Replica[M]).HandleRequest),
			action.Of1("AnswerAgain", "m", (*Replica[M]).AnswerAgain),
			action.Of2("Propose", "i", "d", (*Replica[M]).Propose),
			action.Of2("Repropose", "i", "d", (*Replica[M]).Repropose),
			action.Of("Execute", (*Replica[M]).Execute),
		),
		byClient(
			action.Of1("Return", "m", (*Client).Return),
			action.Of1("GiveUp", "n", (*Client).GiveUp),
			action.Of1("Ask", "op", (*Client).Ask),
		),
		byReplica(
			action.Of1("HandleQuery", "m", (*Replica[M]).HandleQuery),
			action.Of("Confirm", (*Replica[M]).Confirm),
			action.Of1("HandleConfirm", "m", (*Replica[M]).HandleConfirm),
			action.Of1("HandleConfirmed", "m", (*Replica[M]).HandleConfirmed),
			action.Of1("AnswerQuery", "q", (*Replica[M]).AnswerQuery),
		),
		byClient(
			action.Of1("ReturnQuery", "m", (*Client).ReturnQuery),
			action.Of1("GiveUpQuery", "n", (*Client).GiveUpQuery),
		),
		byReplica(
			action.Of("TakeSnapshot", (*Replica[M]).TakeSnapshot),
			action.Of1("Restore", "m", (*Replica[M]).Restore),
			action.Of("Lose", (*Replica[M]).Lose),
		),
	)
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

// replica is the participant, nil if the node is a client.
func (n *Node[M]) replica() *Replica[M] {
	if n.IsClient() {
		return nil
	}
	return &n.Replica
}

// client is the client, nil if the node is none.
func (n *Node[M]) client() *Client {
	if n.IsClient() {
		return &n.Client
	}
	return nil
}

// GlobalOf is the state of these nodes, participants and clients apart.
func GlobalOf[M Machine[M]](nodes []*Node[M], messages []Message) Global[M] {
	s := Global[M]{Messages: messages}
	for _, n := range nodes {
		if n.IsClient() {
			s.Clients = append(s.Clients, &n.Client)
		} else {
			s.Participants = append(s.Participants, &n.Replica)
		}
	}
	return s
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
	config := Config{Window: c.Window, Depth: c.Depth, Operations: c.Operations, Reads: c.Reads}
	for i := range c.Participants {
		config.Participants = append(config.Participants, ParticipantID(i+1))
	}
	return config
}

// Choices are the steps that a node may try of its own accord.
//
// Spec: the disjuncts of Replica!ReplicaNext that receive no message.
func (c Model[M]) Choices(n Node[M]) []action.Step {
	steps := c.ofReplica(&n.Replica)
	if n.IsClient() {
		steps = c.ofClient(&n.Client)
	}
	return slices.DeleteFunc(steps, func(s action.Step) bool { return slices.Contains(c.Without, s.Action) })
}

// ofReplica are the choices of a participant.
func (c Model[M]) ofReplica(p *Replica[M]) []action.Step {
	var steps []action.Step
	try := func(name string, params ...any) { steps = append(steps, action.By(name, params...)) }
	for number := (Number{Try: 1, Owner: p.ID}); number.Try <= c.Tries && slices.Contains(c.Presidents, p.ID); number.Try++ {
		try("ChooseBallotNumber", number)
	}
	for _, q := range p.Participants {
		for i := 1; i <= c.Instances; i++ {
			try("Remind", q, i)
		}
		try("SendSnapshot", q)
	}
	for i := 1; i <= c.Instances; i++ {
		for _, d := range Batches(p.Requests.List()) {
			try("Propose", i, d)
		}
		for _, d := range p.Choices(i).Only { // All others are above Top.
			try("Repropose", i, d)
		}
	}
	for _, q := range p.Queries {
		try("AnswerQuery", q)
	}
	if p.Round < c.Rounds {
		try("Confirm")
	}
	try("Execute")
	try("TakeSnapshot")
	try("Lose")
	return steps
}

// ofClient are the choices of a client.
func (c Model[M]) ofClient(client *Client) []action.Step {
	var steps []action.Step
	try := func(name string, params ...any) { steps = append(steps, action.By(name, params...)) }
	for _, op := range c.Operations {
		if client.Issued < c.Calls {
			try("Call", op)
		}
	}
	for _, op := range c.Reads {
		if client.Asked < c.Asks {
			try("Ask", op)
		}
	}
	for n := 1; n <= client.Issued; n++ {
		try("GiveUp", n)
	}
	for _, n := range client.Querying {
		try("GiveUpQuery", n)
	}
	return steps
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
