package trace

import (
	"encoding/json"
	"reflect"
)

// The name and the version of the format; docs/formats.md describes it.
const (
	Format  = "trace"
	Version = 1
)

// Header is the first line of a trace. It says what the trace is of.
type Header struct {
	Lockstep  string          `json:"lockstep"`         // Format.
	Version   int             `json:"version"`          // Version.
	Spec      string          `json:"spec"`             // The module whose behaviour this is, "Synod".
	Constants json.RawMessage `json:"constants"`        // What the module's constants are in this run; the protocol says how.
	Origin    string          `json:"origin,omitempty"` // What made the trace, for people: a command with its seed.
}

// ID names an event: the Seq-th that Node logged. Sequence numbers start at 1 and
// go on across crashes.
type ID struct {
	Node int `json:"node"`
	Seq  int `json:"seq"`
}

// Event is one step of one node: an action of the spec with all its parameters,
// and what it did.
type Event struct {
	Node   int                        `json:"node"`
	Inc    int                        `json:"inc"`             // How often the node has crashed, this event included.
	Seq    int                        `json:"seq"`             // See ID.
	Action string                     `json:"action"`          // The action's name in the spec.
	Params map[string]json.RawMessage `json:"params"`          // Its parameters by their names in the spec, but for the first, which is the node.
	Cause  *ID                        `json:"cause,omitempty"` // The event that sent the message received, if one was.
	Post   map[string]json.RawMessage `json:"post"`            // The node's variables that the step changed, and to what, or what it added to those that grow.
	Sent   []json.RawMessage          `json:"sent"`            // The messages that the step sent.
}

// ID names the event.
func (e Event) ID() ID { return ID{e.Node, e.Seq} }

// End is the last line that a node logs: its own word on how many events it
// logged and in which state it is, which closes the trace against what was left
// out at its end.
type End struct {
	Node  int                        `json:"node"`
	Seq   int                        `json:"seq"`   // Of its last event, 0 if there is none.
	State map[string]json.RawMessage `json:"state"` // All its variables.
}

// Trace is one run, merged: each event stands after the one before it on its node
// and after its cause.
type Trace struct {
	Name   string  `json:"file"` // The file it is from, for messages.
	Header Header  `json:"header"`
	Events []Event `json:"events"` // Events[i] is line i+2 of a merged trace's file.
	Ends   []End   `json:"ends"`   // One for each node, in the order of nodes.
}

// Protocol is what tracing must know of a protocol. Each registers one.
type Protocol struct {
	Spec     string                                 // The name of the module.
	Actors   []any                                  // Pointers to the Go types whose methods the actions are, the first that has it; for explanations.
	Actions  map[string]Parameters                  // The actions that may be logged.
	Crash    string                                 // The action that raises the incarnation.
	Messages map[string]Fields                      // The fields of each type of message, without "type".
	State    Fields                                 // The variables of a node.
	Grows    Growth                                 // Those of them of which events log only what was added; none if it has no Vars.
	Types    map[string]any                         // A Go value of the type of each message, by its name, and of each parameter that is none, as action.parameter.
	Inside   map[reflect.Type]func(value any) error // Of types that keep as text what they hold: refuses what may not stand in it, such as a set out of order.
	Check    func(json.RawMessage) error            // Refuses constants that are not those of the spec.
	NoTLC    func(constants json.RawMessage) string // Why TLC cannot judge a run with these constants, "" if it can; if nil, it always can.
	Drift    func(constants json.RawMessage) int    // How far clocks differ at most; nil if actions read none. Those that do have the reading as parameter t.
	Twin     func(constants json.RawMessage) Twin   // The Go twin of a run with these constants, which Check let pass.
}

// Parameters are the parameters of an action, without the first. The name of the
// one that is a message received maps to that message's type, others to "".
type Parameters map[string]string

// Fields are the names of what a record holds.
type Fields []string

// Twin is the Go twin of a run, as the machinery needs it.
type Twin interface {
	// Nodes are all nodes, in ascending order.
	Nodes() []int
	// Begin is a node in the state in which it begins.
	Begin(node int) Node
}

// Node is the Go twin of one node, which takes one step after the other.
type Node interface {
	// Step takes the step of an action, with parameters that are of their types in
	// Protocol.Types, and returns the messages sent. It is false, and nothing has
	// changed, if the action is disabled, or not with such parameters.
	Step(action string, params map[string]any) (sent []any, enabled bool)
	// Changed yields the variables that the last step changed, and to what, or what it
	// added to those that grow. It is to cost what changed, not what there is.
	Changed(yield func(variable string, value any) bool)
	// State is a struct, the fields of which are the node's variables.
	State() any
	// Copy is another node in the same state.
	Copy() Node
}
