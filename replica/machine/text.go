package machine

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// unknown is the answer to what is no operation.
const unknown = `"no such operation"`

// text is x, which is of our own types, as JSON that escapes nothing that need not be.
func text(x any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(x); err != nil {
		panic(fmt.Sprintf("machine: %v cannot be written as JSON: %v", x, err))
	}
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n")))
}
