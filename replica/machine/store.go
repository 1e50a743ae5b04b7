package machine

import (
	"encoding/json"
	"fmt"
)

// Store keeps a value for each key. Values and keys are text.
//
// It is a tree in which a store and those made of it share what they have in common, so
// that an operation costs the logarithm of its size; see treap.go.
type Store struct{ root *treapNode }

// storeOp is an operation on a Store: exactly one of its fields is there.
type storeOp struct {
	Put    *[2]string `json:"put,omitempty"`
	Get    *string    `json:"get,omitempty"`
	Delete *string    `json:"delete,omitempty"`
}

// Put has the value kept for the key. Its answer is what was kept before, [value], or [].
func Put(key, value string) string { return operation(storeOp{Put: &[2]string{key, value}}) }

// Get changes nothing. Its answer is what is kept for the key, [value], or [].
func Get(key string) string { return operation(storeOp{Get: &key}) }

// Delete has nothing kept for the key. Its answer is what was kept, [value], or [].
func Delete(key string) string { return operation(storeOp{Delete: &key}) }

// operation is an operation as text.
func operation(x any) string { return text(x) }

// Apply is the store after op, and the answer. Of what is no operation the answer says
// so.
func (s Store) Apply(op string) (Store, string) {
	var o storeOp
	if json.Unmarshal([]byte(op), &o) != nil {
		return s, unknown
	}
	switch {
	case o.Put != nil && o.Get == nil && o.Delete == nil:
		return Store{s.root.put(o.Put[0], o.Put[1])}, s.answer(o.Put[0])
	case o.Get != nil && o.Put == nil && o.Delete == nil:
		return s, s.answer(*o.Get)
	case o.Delete != nil && o.Put == nil && o.Get == nil:
		return Store{s.root.remove(*o.Delete)}, s.answer(*o.Delete)
	}
	return s, unknown
}

// Get is what is kept for the key, for those who have the store at hand.
func (s Store) Get(key string) (value string, ok bool) { return s.root.get(key) }

// answer is what is kept for the key, as a list of one value or none.
func (s Store) answer(key string) string {
	if value, ok := s.Get(key); ok {
		return text([]string{value})
	}
	return "[]"
}

// Query is the answer of the store to op, whatever op would make of it.
func (s Store) Query(op string) string {
	_, answer := s.Apply(op)
	return answer
}

// Snapshot is a list of the pairs of keys and values, in the order of keys.
func (s Store) Snapshot() []byte {
	pairs := [][2]string{}
	s.root.each(func(key, value string) { pairs = append(pairs, [2]string{key, value}) })
	return []byte(text(pairs))
}

// MarshalJSON is Snapshot.
func (s Store) MarshalJSON() ([]byte, error) { return s.Snapshot(), nil }

// UnmarshalJSON is Restore.
func (s *Store) UnmarshalJSON(data []byte) (err error) {
	*s, err = s.Restore(data)
	return err
}

// Restore is the store of which the snapshot is.
func (s Store) Restore(snapshot []byte) (Store, error) {
	var pairs [][2]string
	if err := json.Unmarshal(snapshot, &pairs); err != nil {
		return Store{}, fmt.Errorf("%s is no snapshot of a store: %w", snapshot, err)
	}
	s = Store{}
	for _, p := range pairs {
		s = Store{s.root.put(p[0], p[1])}
	}
	return s, nil
}
