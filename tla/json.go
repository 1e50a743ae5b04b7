package tla

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// Of is the value that x is as JSON: objects are records, lists are tuples, or
// sets where the name of the field that holds them is one of sets.
func Of(x any, sets ...string) (Value, error) {
	data, err := json.Marshal(x)
	if err != nil {
		return Value{}, err
	}
	return OfJSON(data, sets...)
}

// OfJSON is the value that the JSON text is; see Of. It refuses null and numbers
// that are not integers, which no spec uses.
func OfJSON(data []byte, sets ...string) (Value, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var x any
	if err := d.Decode(&x); err != nil {
		return Value{}, err
	}
	return ofAny(x, "", sets, maxDepth)
}

// maxDepth bounds how many values stand in each other, so that no text makes the reader of
// it, or whoever goes through the value, run out of stack.
const maxDepth = 200

var errTooDeep = fmt.Errorf("TLA+ value: more than %d values stand in each other", maxDepth)

func ofAny(x any, field string, sets []string, depth int) (Value, error) {
	if depth == 0 {
		return Value{}, errTooDeep
	}
	switch x := x.(type) {
	case bool:
		return Bool(x), nil
	case string:
		return String(x), nil
	case json.Number:
		n, err := strconv.ParseInt(x.String(), 10, 64)
		if err != nil {
			return Value{}, fmt.Errorf("%s is no integer", x)
		}
		return Int(n), nil
	case []any:
		var elems []Value
		for _, e := range x {
			v, err := ofAny(e, "", sets, depth-1)
			if err != nil {
				return Value{}, err
			}
			elems = append(elems, v)
		}
		if slices.Contains(sets, field) {
			return Set(elems...), nil
		}
		return Tuple(elems...), nil
	case map[string]any:
		fields := map[string]Value{}
		for name, e := range x {
			v, err := ofAny(e, name, sets, depth-1)
			if err != nil {
				return Value{}, fmt.Errorf("%s: %w", name, err)
			}
			fields[name] = v
		}
		return Record(fields), nil
	}
	return Value{}, fmt.Errorf("%v has no TLA+ value", x)
}
