package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestOnlyANameThatIsNearIsSuggested(t *testing.T) {
	names := []string{"MCSynod", "MCSynodGraph", "MCSynodLarge", "synod", "kv", "election"}
	for typed, meant := range map[string]string{
		"MCSinod": "MCSynod", "mcsynod": "MCSynod", "MCSynodGarph": "MCSynodGraph", "sinod": "synod", "ysnod": "synod", "elect": "election", "kw": "kv",
		"": "", "x": "", "ab": "", "raft": "", "MCRaft": "", "nothing": "",
	} {
		require.Equal(t, meant, closest(typed, names), typed)
	}
}
