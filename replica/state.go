package replica

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/multidecree"
	"github.com/lockstep-paxos/lockstep/payload"
)

// NewBatch is the decree that says these commands, one after the other.
func NewBatch(commands ...Command) Decree { return payload.NewBatch(commands...) }

// ReadBatch are the commands that a decree says. It fails if that is no batch.
func ReadBatch(d Decree) ([]Command, error) { return payload.ReadBatch(d) }

// State is what a snapshot holds: the machine and the sessions.
//
// Spec: Replica!State.
type State[M Machine[M]] struct {
	Value    M
	Sessions Sessions
}

// Encoded is the state as multidecree keeps it.
func (s State[M]) Encoded() multidecree.State {
	return payload.NewState(Bytes(s.Value.Snapshot()), s.Sessions.All())
}

// ReadState is the state that a snapshot holds. It fails if that is none.
func ReadState[M Machine[M]](encoded multidecree.State) (State[M], error) {
	value, sessions, err := payload.ReadState(encoded)
	if err != nil {
		return State[M]{}, err
	}
	var read State[M]
	if read.Sessions, err = NewSessions(sessions...); err != nil {
		return State[M]{}, fmt.Errorf("a state with sessions out of order: %w", err)
	}
	var none M
	if read.Value, err = none.Restore([]byte(value)); err != nil {
		return State[M]{}, fmt.Errorf("a state: %w", err)
	}
	return read, nil
}
