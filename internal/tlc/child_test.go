//go:build unix

package tlc

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/scratch"
)

// TestMain is a parent of children, to be killed, when a test below runs this program so.
func TestMain(m *testing.M) {
	parent, ok := parents[os.Getenv("LOCKSTEP_TEST_PARENT")]
	if !ok {
		os.Exit(m.Run())
	}
	if err := parent(); err != nil {
		panic(err)
	}
}

var parents = map[string]func() error{
	"run": func() error {
		_, err := Run(context.Background(), Job{Jar: os.Getenv("HOLLOW"), Module: "testdata/Clock.tla", Config: "testdata/Holds.cfg"})
		return err
	},
	"compile": func() error {
		_, err := Compile(context.Background(), os.Getenv("HOLLOW"), os.TempDir(), "testdata/Clock.tla")
		return err
	},
	"join": func() error {
		folder, err := scratch.Make("tlc")
		if err != nil {
			return err
		}
		_, err = stream(context.Background(), partner(context.Background(), folder.Path, []string{"java"}), io.Discard, func(string) {})
		return err
	},
	"watch": func() error {
		cmd := exec.CommandContext(context.Background(), "sleep", "600")
		inGroup(cmd)
		if err := cmd.Start(); err != nil {
			return err
		}
		watch(cmd.Process.Pid)
		fmt.Fprintln(os.NewFile(3, ""), "begun")
		return cmd.Wait()
	},
}

// TestChildrenEndWithTheirParent kills a process, which has no time to end its Java. What it leaves in the folder for
// temporary files is removed when that is used again.
func TestChildrenEndWithTheirParent(t *testing.T) {
	path := t.TempDir()
	jar, err := os.Create(filepath.Join(path, "hollow.jar"))
	require.NoError(t, err)
	classes := zip.NewWriter(jar)
	_, err = classes.Create("tlc2/TLC.class")
	require.NoError(t, errors.Join(err, classes.Close(), jar.Close()))
	for _, tool := range []string{"java", "javac"} { // Each says that it has begun, and goes on.
		require.NoError(t, os.WriteFile(filepath.Join(path, tool), []byte("#!/bin/sh\necho begun >&3\nexec sleep 600\n"), 0o700))
	}
	for name := range parents {
		t.Run(name, func(t *testing.T) {
			temporary := t.TempDir()
			held, holds, err := os.Pipe() // Parent and child hold the other end: it ends when both have.
			require.NoError(t, err)
			defer held.Close()
			parent := exec.Command(os.Args[0])
			parent.Env = append(os.Environ(), "LOCKSTEP_TEST_PARENT="+name, "TMPDIR="+temporary, "HOLLOW="+jar.Name(), fmt.Sprintf("PATH=%s%c%s", path, os.PathListSeparator, os.Getenv("PATH")))
			parent.ExtraFiles = []*os.File{holds}
			require.NoError(t, parent.Start())
			require.NoError(t, holds.Close())
			lines := bufio.NewReader(held)
			_, err = lines.ReadString('\n')
			require.NoError(t, err)

			require.NoError(t, parent.Process.Kill())
			require.Error(t, parent.Wait())
			require.NoError(t, held.SetReadDeadline(time.Now().Add(20*time.Second)))
			_, err = lines.ReadByte()
			require.ErrorIs(t, err, io.EOF, "a child goes on")

			t.Setenv("TMPDIR", temporary)
			folder, err := scratch.Make("test")
			require.NoError(t, err)
			require.NoError(t, folder.Remove())
			left, err := os.ReadDir(temporary)
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

func TestAChildOfAProcessThatGoesOnIsNotKilled(t *testing.T) {
	cmd := exec.CommandContext(context.Background(), "sleep", "0.3")
	inGroup(cmd)
	require.NoError(t, cmd.Start())
	release := watch(cmd.Process.Pid)
	require.NoError(t, cmd.Wait())
	release()
}

// TestACancelledChildEndsWithWhatItStarted is about a java that is a script which runs another.
func TestACancelledChildEndsWithWhatItStarted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	held, holds, err := os.Pipe()
	require.NoError(t, err)
	defer held.Close()
	cmd := child(ctx, t.TempDir(), []string{"sh", "-c", "echo begun; sleep 600; true"})
	cmd.ExtraFiles = []*os.File{holds}
	_, err = stream(ctx, cmd, io.Discard, func(string) { cancel() })
	require.ErrorIs(t, err, context.Canceled)
	require.NoError(t, holds.Close())
	require.NoError(t, held.SetReadDeadline(time.Now().Add(20*time.Second)))
	_, err = held.Read(make([]byte, 1))
	require.ErrorIs(t, err, io.EOF, "what it started goes on")
}
