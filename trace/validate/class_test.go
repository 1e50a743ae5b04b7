package validate_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

// checkClass has TLC, with the class, evaluate a formula of TraceIOCheck.
func checkClass(t *testing.T, formula string) tlc.Result {
	t.Helper()
	root, jar, dir := tlctest.Root(t), tlctest.Jar(t), t.TempDir()
	folder := filepath.Join(root, "spec", "trace")
	classes, err := tlc.Compile(t.Context(), jar, filepath.Join(root, ".tools"), filepath.Join(folder, "TraceIO.java"), filepath.Join(folder, "Json.java"))
	require.NoError(t, err)
	config, batch := filepath.Join(dir, "check.cfg"), filepath.Join(dir, "batch")
	require.NoError(t, os.WriteFile(config, fmt.Appendf(nil, "INIT Init\nNEXT Next\nCONSTANT Checked <- %s\n", formula), 0o600))
	require.NoError(t, os.WriteFile(batch, []byte("{}\n{\"event\":7}\n"), 0o600))
	result, err := tlc.Run(t.Context(), tlc.Job{
		Jar: jar, Module: filepath.Join("testdata", "tlc", "TraceIOCheck.tla"), Config: config,
		Library: []string{filepath.Join("testdata", "tlc"), folder}, Classpath: []string{classes},
		Defines: []string{"lockstep.batch=" + batch, "lockstep.reached=" + batch},
	})
	require.NoError(t, err)
	return result
}

func TestTheClassDoesWhatTheModuleDefines(t *testing.T) {
	for _, formula := range []string{"Right", "SameRecords", "OfClients", "Lookups", "Agreement"} {
		require.Equal(t, tlc.Holds, checkClass(t, formula).Verdict.Kind, formula)
	}
	require.Equal(t, tlc.Assume, checkClass(t, "OneIsWrong").Verdict.Kind)
}
