package linearizability

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Write writes a history in the format that Read reads, in whatever order its
// operations and annotations are. The same history gives the same bytes. It writes
// nothing, and returns an error, if Read would not read it.
func Write(w io.Writer, h History) error {
	h, err := h.inOrder()
	if err != nil {
		return err
	}
	b := bufio.NewWriterSize(w, 1<<16) // An error of w stays with it until Flush.
	line := appendHeader(nil, h)
	b.Write(append(line, '\n'))
	for i := range h.Operations {
		line = appendOperation(line[:0], &h.Operations[i])
		b.Write(append(line, '\n'))
	}
	for i := range h.Annotations {
		line = appendAnnotation(line[:0], &h.Annotations[i])
		b.Write(append(line, '\n'))
	}
	fmt.Fprintf(b, `{"end":{"operations":%d,"annotations":%d}}`+"\n", len(h.Operations), len(h.Annotations))
	return b.Flush()
}

// inOrder is h in the order of a file, or an error if it is not fit for one.
func (h History) inOrder() (History, error) {
	if fault := h.fault(); fault != "" {
		return h, errors.New(fault)
	}
	if !utf8.ValidString(h.Origin) {
		return h, errors.New("the origin is no UTF-8")
	}
	if !slices.IsSortedFunc(h.Operations, byCall) {
		h.Operations = slices.SortedFunc(slices.Values(h.Operations), byCall)
	}
	if !slices.IsSortedFunc(h.Annotations, byTime) {
		h.Annotations = slices.SortedFunc(slices.Values(h.Annotations), byTime)
	}
	var s order
	for _, o := range h.Operations {
		if fault := s.operation(o); fault != "" {
			return h, errors.New(fault)
		}
		if len(o.Key)+len(o.Value) > maxText {
			return h, fmt.Errorf("operation %d of client %d: key and value have more than %d bytes", o.Seq, o.Client, maxText)
		}
	}
	for _, a := range h.Annotations {
		if len(a.Text) > maxText {
			return h, fmt.Errorf("an annotation has more than %d bytes", maxText)
		}
	}
	if len(h.Origin) > maxText {
		return h, fmt.Errorf("the origin has more than %d bytes", maxText)
	}
	return h, nil
}

// maxText bounds the texts of a line so that it is not longer than MaxLine even if
// every byte is escaped, which takes six.
const maxText = MaxLine/6 - 100

func appendHeader(line []byte, h History) []byte {
	line = fmt.Appendf(line, `{"lockstep":"%s","version":%d,"model":"%s"`, Format, Version, h.Model)
	if h.Origin != "" {
		line = appendText(append(line, `,"origin":`...), h.Origin)
	}
	return append(line, '}')
}

func appendOperation(line []byte, o *Operation) []byte {
	line = strconv.AppendInt(append(line, `{"client":`...), int64(o.Client), 10)
	line = strconv.AppendInt(append(line, `,"seq":`...), int64(o.Seq), 10)
	line = append(append(append(line, `,"operation":"`...), o.Operation...), '"')
	line = append(append(append(line, `,"outcome":"`...), o.Outcome...), '"')
	if o.hasKey() {
		line = appendText(append(line, `,"key":`...), o.Key)
	}
	if o.hasValue() {
		line = appendText(append(line, `,"value":`...), o.Value)
	}
	if o.hasCount() {
		line = strconv.AppendInt(append(line, `,"value":`...), o.Count, 10)
	}
	line = strconv.AppendInt(append(line, `,"call":`...), o.Call, 10)
	if o.Outcome != Unknown {
		line = strconv.AppendInt(append(line, `,"return":`...), o.Return, 10)
	}
	return append(line, '}')
}

func appendAnnotation(line []byte, a *Annotation) []byte {
	line = append(append(append(line, `{"annotation":{"kind":"`...), a.Kind...), '"')
	line = strconv.AppendInt(append(line, `,"from":`...), a.From, 10)
	line = strconv.AppendInt(append(line, `,"to":`...), a.To, 10)
	line = appendText(append(line, `,"text":`...), a.Text)
	return append(line, "}}"...)
}

// appendText appends s as JSON, with <, > and & as they are.
func appendText(line []byte, s string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic(fmt.Sprintf("a string has always a JSON: %v", err))
	}
	return append(line, bytes.TrimSuffix(b.Bytes(), []byte("\n"))...)
}
