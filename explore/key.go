package explore

import (
	"encoding/binary"
	"math"
	"reflect"
	"slices"
)

// appendKey appends to key what tells the value of v from all others of its type.
// A nil slice and an empty one are the same. Interfaces are told apart by the
// type that they hold, pointers by what they point to.
func appendKey(key []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			return append(key, 1)
		}
		return append(key, 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(key, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return binary.AppendUvarint(key, v.Uint())
	case reflect.Float32, reflect.Float64:
		return binary.BigEndian.AppendUint64(key, math.Float64bits(v.Float()))
	case reflect.String:
		return append(binary.AppendUvarint(key, uint64(v.Len())), v.String()...)
	case reflect.Struct:
		for i := range v.NumField() {
			key = appendKey(key, v.Field(i))
		}
		return key
	case reflect.Array, reflect.Slice:
		key = binary.AppendUvarint(key, uint64(v.Len()))
		for i := range v.Len() {
			key = appendKey(key, v.Index(i))
		}
		return key
	case reflect.Map:
		return appendMapKey(key, v)
	case reflect.Interface, reflect.Pointer:
		return appendElemKey(key, v)
	}
	raise("a %s cannot be told apart from another: keep it out of states and messages", v.Type())
	return nil
}

// appendElemKey is appendKey for what may be nil or hold a value.
func appendElemKey(key []byte, v reflect.Value) []byte {
	if v.IsNil() {
		return append(key, 0)
	}
	key = append(key, 1)
	if v.Kind() == reflect.Interface {
		name := v.Elem().Type().String()
		key = append(binary.AppendUvarint(key, uint64(len(name))), name...)
	}
	return appendKey(key, v.Elem())
}

// appendMapKey is appendKey for maps, whose order means nothing.
func appendMapKey(key []byte, v reflect.Value) []byte {
	var entries []string
	for iter := v.MapRange(); iter.Next(); {
		entries = append(entries, string(appendKey(appendKey(nil, iter.Key()), iter.Value())))
	}
	slices.Sort(entries)
	key = binary.AppendUvarint(key, uint64(len(entries)))
	for _, e := range entries {
		key = append(binary.AppendUvarint(key, uint64(len(e))), e...)
	}
	return key
}
