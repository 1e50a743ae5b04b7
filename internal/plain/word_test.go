package plain

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestAShellReadsAWordAsItIs(t *testing.T) {
	for _, word := range []string{"", "run.ndjson", "bad[1]", "a b", "it's", `"`, "$HOME", "`id`", "a;b", "*", "~", "é", "-x", "a\nb", `\`} {
		out, err := exec.Command("sh", "-c", Command("printf", "%s", word)).Output()
		require.NoError(t, err)
		require.Equal(t, word, string(out))
	}
	require.Equal(t, "lockstep trace show out/run-1.ndjson --around 4", Command("lockstep", "trace", "show", "out/run-1.ndjson", "--around", "4"))
	require.Equal(t, "lockstep trace show 'bad[1]/a.ndjson'", Command("lockstep", "trace", "show", "bad[1]/a.ndjson"))
}
