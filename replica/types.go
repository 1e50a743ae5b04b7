package replica

import (
	"cmp"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/payload"
)

// What replica has from multidecree and payload, under the same names.
type (
	ParticipantID = multidecree.ParticipantID
	Participants  = multidecree.Participants
	Number        = multidecree.Number
	Decree        = multidecree.Decree
	Message       = multidecree.Message
	Envelope      = multidecree.Envelope
	Op            = payload.Op
	Bytes         = payload.Bytes
)

// NoOp is the olive-day decree, an empty batch.
const NoOp = multidecree.NoOp

// ClientID names a client. It is the number of no participant, so that messages name
// both in one way.
type ClientID = multidecree.ParticipantID

// Command is an operation that a client would have carried out, and its number among
// those of the client.
//
// Spec: Replica!Command.
type Command = payload.Command

// Session is the answer to a command, as a participant remembers it.
//
// Spec: Replica!Session.
type Session = payload.Session

// NotedQuery is a query that a participant has noted: what it has to wait for before it
// answers.
type NotedQuery struct {
	Client ClientID `json:"client"`
	Query  int      `json:"query"`
	Op     Op       `json:"op"`
	Number Number   `json:"number"` // The ballot in which it came.
	Round  int      `json:"round"`  // Only a confirmation asked for in this round or later will do.
	Point  int      `json:"point"`  // How far must be executed.
}

// Confirmation is that a participant confirmed a ballot, in a round.
type Confirmation struct {
	From   ParticipantID `json:"from"`
	Number Number        `json:"number"`
	Round  int           `json:"round"`
}

// Volatile is what a participant makes of its snapshot and its ledger, and what clients
// want of it. A crash loses it; what is made of the snapshot is made again.
type Volatile[M Machine[M]] struct {
	Executed int           `json:"executed"` // It has executed the decrees up to this instance.
	Value    M             `json:"value"`    // The state machine after them.
	Sessions Sessions      `json:"sessions"` // The answers given last, of each client the last Depth.
	Requests Requests      `json:"requests"` // The commands that it was asked for and has not executed.
	Queries  NotedQueries  `json:"queries"`  // While Presiding: the reads past the log that it has not answered.
	Round    int           `json:"round"`    // How often it asked others to confirm its ballot.
	Confirms Confirmations `json:"confirms"` // Who confirmed: of each the last round, in its ballot.
}

// Variables are what a participant knows: the variables of the spec at one p, as they
// are logged and compared.
type Variables[M Machine[M]] struct {
	multidecree.Variables
	Volatile[M]
}

// Config is what everybody is told before a run begins, and what never changes.
type Config struct {
	Participants Participants `json:"participants"` // All participants, in ascending order.
	Window       int          `json:"window"`       // How far past the first undecided instance a president may begin.
	Depth        int          `json:"depth"`        // How many commands a client may have outstanding, and a session remembers.
	Operations   []Op         `json:"-"`            // The operations that a client calls; any if nil.
	Reads        []Op         `json:"-"`            // Those that a client asks, which change nothing; any if nil.
}

// participant has the variables and the actions of multidecree. An alias, so that they are
// promoted and nobody else can name it.
type participant = multidecree.Participant

// parts has the actions of multidecree that are parts of steps of this package, and would be
// unsafe alone. It stands beside the participant, so a Replica has two methods of each name,
// and Go lets nobody call either: p.Crash is ambiguous.
//
//lint:ignore U1000 see above
type parts struct{}

//lint:ignore U1000 it is there so that nobody can call the method of its name
func (parts) BeginBallot() {} // See Propose and Repropose.
//lint:ignore U1000 it is there so that nobody can call the method of its name
func (parts) Truncate() {} // See TakeSnapshot.
//lint:ignore U1000 it is there so that nobody can call the method of its name
func (parts) InstallSnapshot() {} // See Restore.
//lint:ignore U1000 it is there so that nobody can call the method of its name
func (parts) Crash() {} // See Lose.

// Replica is one participant of the parliament and the state machine that it makes of
// its ledger. It may be copied: no action writes to what a copy shares with it.
//
// Spec: the variables of Replica at one p.
type Replica[M Machine[M]] struct {
	participant
	//lint:ignore U1000 its methods are there
	parts
	Depth int
	Volatile[M]
}

// New is a participant that has done nothing yet. The zero value of M is the state
// machine before the first command. It may propose any batch of commands.
//
// Spec: Replica!ReplicaInit.
func New[M Machine[M]](id ParticipantID, config Config) *Replica[M] {
	p := multidecree.New(id, multidecree.Config{
		Participants: config.Participants, Window: config.Window, Proposals: multidecree.Decrees{All: true},
	})
	return &Replica[M]{participant: *p, Depth: config.Depth}
}

// Variables are what p knows now.
func (p *Replica[M]) Variables() Variables[M] {
	return Variables[M]{p.participant.Variables(), p.Volatile}
}

// ClientVariables are what a client knows. Clients do not crash.
type ClientVariables struct {
	Issued      int      `json:"issued"`      // The number of its last command.
	Asked       int      `json:"asked"`       // The number of its last query.
	Outstanding Commands `json:"outstanding"` // Its commands that are not answered.
	Querying    Numbers  `json:"querying"`    // Its queries that are not answered.
}

// Client is one client. It may be copied: no action writes to what a copy shares with it.
//
// Spec: the variables of Replica at one c.
type Client struct {
	ID ClientID
	Config
	ClientVariables
}

// NewClient is a client that has done nothing yet.
//
// Spec: Replica!ReplicaInit.
func NewClient(id ClientID, config Config) *Client {
	return &Client{ID: id, Config: config}
}

// Variables are what c knows now.
func (c *Client) Variables() ClientVariables { return c.ClientVariables }

func compareCommands(a, b Command) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Op, b.Op))
}

func compareSessions(a, b Session) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Answer, b.Answer))
}

func compareQueries(a, b NotedQuery) int {
	return cmp.Or(cmp.Compare(a.Client, b.Client), cmp.Compare(a.Query, b.Query), cmp.Compare(a.Op, b.Op), a.Number.Compare(b.Number),
		cmp.Compare(a.Round, b.Round), cmp.Compare(a.Point, b.Point))
}

func compareConfirmations(a, b Confirmation) int {
	return cmp.Or(cmp.Compare(a.From, b.From), a.Number.Compare(b.Number), cmp.Compare(a.Round, b.Round))
}
