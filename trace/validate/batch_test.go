package validate_test

import (
	"encoding/json"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/trace"
	"github.com/lockstep-paxos/lockstep/trace/validate"
)

// There are as many batches as there are constants, and of files only so many may be open.
func TestFilesAreNotOpenUntilAllIsJudged(t *testing.T) {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			t.Skip("left out: this system does not tell which files are open")
		}
		return len(entries)
	}
	before, most := open(), 0
	run := recorded(t, 1, 20)
	files := validate.Prepared(t.TempDir(), protocol, func(yield func(*trace.Trace) bool) {
		for i := range 50 {
			other := *run
			other.Header.Constants = json.RawMessage(fmt.Sprintf(`{"participants":[1,2,3],"proposals":[["a"],["b"],["%d"]]}`, i))
			if most = max(most, open()-before); !yield(&other) {
				return
			}
		}
	})
	require.Equal(t, 50, files, "a batch for each")
	require.LessOrEqual(t, most, 2)
}
