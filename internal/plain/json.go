package plain

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// JSON is x as JSON in one line, in the form of our files: nothing is escaped that need
// not be. That is quotes, backslashes, control characters, and the two characters that
// end a line in Unicode and in no file. It fails if a text in x is no UTF-8, in the place
// of which encoding/json writes another text.
func JSON(x any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(x); err != nil {
		return nil, err
	}
	data := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if replaces(data) {
		return nil, fmt.Errorf("a text is no UTF-8: %s", Quote(data))
	}
	return data, nil
}

// replaced is what encoding/json writes in the place of a byte that is no UTF-8.
var replaced = []byte(`\ufffd`)

// replaces reports whether JSON has replaced in it, other than behind a backslash.
func replaces(data []byte) bool {
	for {
		at := bytes.Index(data, replaced)
		if at < 0 {
			return false
		}
		before := at
		for before > 0 && data[before-1] == '\\' {
			before--
		}
		if (at-before)%2 == 0 {
			return true
		}
		data = data[at+len(replaced):]
	}
}
