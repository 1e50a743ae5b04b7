package scratch

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestMain makes a folder in $SCRATCH_PARENT and waits to be killed, when a test below runs this program to that end.
func TestMain(m *testing.M) {
	parent := os.Getenv("SCRATCH_PARENT")
	if parent == "" {
		os.Exit(m.Run())
	}
	f, err := In(parent, "test")
	if err != nil {
		panic(err)
	}
	fmt.Println(f.Path)
	select {}
}

// other runs a process that makes a folder in parent, and returns it with the folder.
func other(t *testing.T, parent string) (*exec.Cmd, string) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "SCRATCH_PARENT="+parent)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { kill(t, cmd) })
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	return cmd, lines.Text()
}

// kill leaves a process no time to clean up.
func kill(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if cmd.ProcessState == nil {
		require.NoError(t, cmd.Process.Kill())
		require.Error(t, cmd.Wait())
	}
}

func TestTheFoldersOfDeadProcessesAreRemovedAndNothingElse(t *testing.T) {
	parent := t.TempDir()
	dead, left := other(t, parent)
	_, used := other(t, parent)
	foreign := filepath.Join(parent, "lockstep-notes") // Of somebody who likes our prefix.
	require.NoError(t, os.Mkdir(foreign, 0o700))
	linked := filepath.Join(parent, "lockstep-link")
	require.NoError(t, os.Symlink(left, linked))
	kill(t, dead)
	require.DirExists(t, left)

	mine, err := In(parent, "test")
	require.NoError(t, err)
	require.NoDirExists(t, left)
	for _, folder := range []string{used, foreign, mine.Path} {
		require.DirExists(t, folder)
	}
	_, err = os.Lstat(linked)
	require.NoError(t, err)
	require.NoError(t, mine.Remove())
	require.NoDirExists(t, mine.Path)
}

func TestAFolderThatIsInUseIsNotRemovedByItsOwnProcess(t *testing.T) {
	parent := t.TempDir()
	mine, err := In(parent, "test")
	require.NoError(t, err)
	removeIfDead(mine.Path)
	require.DirExists(t, mine.Path)
}

func TestAFolderForTemporaryFilesThatIsNoneIsNamed(t *testing.T) {
	missing, file := filepath.Join(t.TempDir(), "gone"), filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, folder := range []string{missing, file} {
		t.Setenv("TMPDIR", folder)
		_, err := Make("test")
		require.ErrorContains(t, err, "no folder for temporary files can be made in "+folder)
		require.ErrorContains(t, err, "set TMPDIR to a folder that is there and can be written")
	}
}

func TestAPathIsAbsoluteWhateverTMPDIRSays(t *testing.T) {
	t.Chdir(t.TempDir())
	require.NoError(t, os.Mkdir("here", 0o700))
	t.Setenv("TMPDIR", "here")
	f, err := Make("test")
	require.NoError(t, err)
	require.True(t, filepath.IsAbs(f.Path))
	require.DirExists(t, f.Path)
	require.NoError(t, f.Remove())
}
