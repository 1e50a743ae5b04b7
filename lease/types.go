package lease

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/replica"
)

// What lease has from multidecree and replica, under the same names.
type (
	ParticipantID = multidecree.ParticipantID
	Number        = multidecree.Number
	Message       = multidecree.Message
	Envelope      = multidecree.Envelope
	NextBallot    = multidecree.NextBallot
	Query         = replica.Query
	Result        = replica.Result
)

// Time is what a clock shows, in a unit that is the caller's. Times of different clocks
// are never compared.
type Time int64

// Granted is whom a participant granted a lease last, and until when. The zero value is
// nobody.
type Granted struct {
	Holder ParticipantID `json:"holder"` // 0 if it does not know, after a crash.
	Until  Time          `json:"until"`  // By the clock of who granted it.
}

// Given is that a participant granted a lease, in a ballot.
type Given struct {
	From   ParticipantID `json:"from"`
	Number Number        `json:"number"`
	Time   Time          `json:"time"` // When it was asked for, by the clock of who asked.
}

// Volatile is what a participant has granted and what it was granted. A crash loses it.
type Volatile struct {
	Granted Granted `json:"granted"` // Whom it granted a lease last, and until when by its clock.
	Grants  Grants  `json:"grants"`  // Who granted it a lease: of each the last, in which ballot, and when it asked.
}

// Variables are what a participant knows: the variables of the spec at one p, as they
// are logged and compared.
type Variables[M replica.Machine[M]] struct {
	replica.Variables[M]
	Volatile
}

// Config is what everybody is told before a run begins, and what never changes. All have
// one Term and one Drift.
type Config struct {
	replica.Config
	Term  Time `json:"term"`  // How long a grant lasts, by the clock of who grants; 0: no leases.
	Drift Time `json:"drift"` // What two clocks show differs by no more than this.
}

// Margin is how much sooner, by its own clock, a president gives up a grant than the term
// would have it.
//
// Spec: Lease!Margin.
func (c Config) Margin() Time { return 2 * c.Drift }

// Check tells what is wrong with Term and Drift.
//
// Spec: the ASSUMEs of Lease.
func (c Config) Check() error {
	if c.Term < 0 || c.Drift < 0 {
		return errors.New("lease: Term and Drift may not be negative")
	}
	if c.Term != 0 && c.Term <= c.Margin() {
		return fmt.Errorf("lease: a Term of %d is over before it is of use, for the margin is twice the Drift, %d; have a longer Term, or 0 for no leases", c.Term, c.Margin())
	}
	return nil
}

// unleased has the variables and the actions of replica; see there, at participant.
type unleased[M replica.Machine[M]] = replica.Replica[M]

// parts has the actions that are parts of steps of this package, as deep in a Replica as they
// are in unleased, so that Go lets nobody call them; see package replica, at parts.
//
//lint:ignore U1000 see above
type parts struct{ below }

//lint:ignore U1000 see above
type below struct{}

//lint:ignore U1000 it is there so that nobody can call the method of its name
func (parts) Lose() {} // See LoseGrants.
//lint:ignore U1000 it is there so that nobody can call the method of its name
func (below) HandleNextBallot() {} // See Promise.

// Replica is one participant with leases. It may be copied: no action writes to what a
// copy shares with it.
//
// Spec: the variables of Lease at one p.
type Replica[M replica.Machine[M]] struct {
	unleased[M]
	//lint:ignore U1000 its methods are there
	parts
	Term   Time
	Margin Time
	Volatile
}

// New is a participant that has done nothing yet, nor any before it under its name.
//
// Spec: Lease!LeaseInit.
func New[M replica.Machine[M]](id ParticipantID, config Config) *Replica[M] {
	return Of(*replica.New[M](id, config.Config), config)
}

// Of is a copy of a participant, with leases that it has neither granted nor been granted.
func Of[M replica.Machine[M]](p replica.Replica[M], config Config) *Replica[M] {
	if err := config.Check(); err != nil {
		panic(err)
	}
	return &Replica[M]{unleased: p, Term: config.Term, Margin: config.Margin()}
}

// WithoutLeases is a copy of what p is without them.
func (p *Replica[M]) WithoutLeases() replica.Replica[M] { return p.unleased }

// Variables are what p knows now.
func (p *Replica[M]) Variables() Variables[M] {
	return Variables[M]{p.unleased.Variables(), p.Volatile}
}

func compareGiven(a, b Given) int {
	return cmp.Or(cmp.Compare(a.From, b.From), a.Number.Compare(b.Number), cmp.Compare(a.Time, b.Time))
}
