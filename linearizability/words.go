package linearizability

import "fmt"

// String is the operation in a few words, as in the picture.
func (o *Operation) String() string {
	what := fmt.Sprintf("client %d: %s", o.Client, o.Operation)
	if o.hasKey() {
		what += fmt.Sprintf(" %q", o.Key)
	}
	if o.hasValue() {
		what += fmt.Sprintf(" %q", o.Value)
	}
	if o.hasCount() {
		what += fmt.Sprintf(" %d", o.Count)
	}
	if o.Outcome != Done {
		what += ", " + string(o.Outcome)
	}
	return what
}
