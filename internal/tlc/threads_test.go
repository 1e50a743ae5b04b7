package tlc

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestPropertiesAreCheckedByOneThread: with several, a TLC from before August 2024 may miss
// a violation, now and then (its issue #971).
func TestPropertiesAreCheckedByOneThread(t *testing.T) {
	specs := filepath.Join("..", "..", "spec")
	models, err := ReadModels(filepath.Join(specs, "models.yaml"))
	require.NoError(t, err)
	checked := 0
	for _, m := range models {
		text, err := os.ReadFile(filepath.Join(specs, m.Config+".cfg"))
		require.NoError(t, err)
		if len(configProperties(string(text))) > 0 {
			checked++
			require.LessOrEqual(t, m.Workers, 1, m.Name)
		}
	}
	require.NotZero(t, checked)
}
