package canonical

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// Tree is a JSON value that can be changed in place.
type Tree struct {
	Leaf  json.RawMessage // What is neither a record nor a list.
	Open  byte            // '{', '[', or 0 for a leaf.
	Names []string        // Of a record's fields, in their order.
	Elems []*Tree         // The values of a record's fields, or the elements of a list.
}

// Parse makes a tree of a value that a checker has let pass.
func Parse(value json.RawMessage) *Tree {
	c := &Cursor{Line: value}
	t := &Tree{}
	switch {
	case c.Take("["):
		t.Open = '['
	case c.Take("{"):
		t.Open = '{'
	default:
		t.Leaf = value
		return t
	}
	for c.At < len(value)-1 && c.Err == nil {
		if t.Open == '{' {
			t.Names = append(t.Names, c.Text())
			c.Want(":")
		}
		t.Elems = append(t.Elems, Parse(c.Value()))
		c.Take(",")
	}
	return t
}

// Value is the tree as JSON.
func (t *Tree) Value() json.RawMessage {
	var b bytes.Buffer
	t.write(&b)
	return b.Bytes()
}

func (t *Tree) write(b *bytes.Buffer) {
	if t.Open == 0 {
		b.Write(t.Leaf)
		return
	}
	b.WriteByte(t.Open)
	for i, e := range t.Elems {
		if i > 0 {
			b.WriteByte(',')
		}
		if t.Open == '{' {
			b.WriteString(strconv.Quote(t.Names[i]) + ":")
		}
		e.write(b)
	}
	b.WriteByte(t.Open + 2) // ']' is two after '[', and '}' after '{'.
}

// Each calls do for the tree and all Trees in it. Path says where the tree stands
// and place of which name the values there are: that of the field, with the
// position if it is in a list of fixed meaning or not.
func (t *Tree) Each(path, place string, do func(t *Tree, path, place string)) {
	do(t, path, place)
	for i, e := range t.Elems {
		if t.Open == '{' {
			e.Each(path+"."+t.Names[i], t.Names[i], do)
		} else {
			e.Each(path+"[]", place+"["+strconv.Itoa(i)+"]", do)
		}
	}
}
