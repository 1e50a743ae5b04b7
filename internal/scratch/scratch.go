// Package scratch makes folders for the files of one run. The folder of a run that was killed stays behind; the next run
// that makes one beside it removes it.
package scratch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

const (
	prefix = "lockstep-"
	owner  = ".lockstep-owner" // The file that the process which made the folder holds locked as long as it lives.
)

// Folder is a folder for the files of one run. Its Path is absolute.
type Folder struct {
	Path string
	lock *os.File // nil where the system has no locks.
}

// Make makes a folder where the system keeps temporary files.
func Make(what string) (*Folder, error) {
	f, err := In(os.TempDir(), what)
	if err != nil {
		return nil, fmt.Errorf("no folder for temporary files can be made in %s: %w; set TMPDIR to a folder that is there and can be written", os.TempDir(), reason(err))
	}
	return f, nil
}

// reason is an error without the path that was tried, which nobody knows.
func reason(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}

// In makes a folder in another one, and removes there those of processes that are dead.
func In(parent, what string) (*Folder, error) {
	parent, err := filepath.Abs(parent)
	if err != nil {
		return nil, err
	}
	sweep(parent)
	path, err := os.MkdirTemp(parent, prefix+what+"-")
	if err != nil {
		return nil, err
	}
	f := &Folder{Path: path}
	if f.lock, err = own(path); err != nil {
		return nil, errors.Join(err, os.RemoveAll(path))
	}
	return f, nil
}

// Remove removes the folder with all that is in it.
func (f *Folder) Remove() error {
	err := os.RemoveAll(f.Path)
	if f.lock != nil {
		f.lock.Close()
	}
	return err
}

// own locks a new folder for this process. The file gets its name when it is locked, so that nobody finds it unlocked.
// Without a lock the folder is never swept.
func own(folder string) (*os.File, error) {
	f, err := os.CreateTemp(folder, owner+"-")
	if err != nil {
		return nil, err
	}
	if tryLock(f) != nil {
		return nil, errors.Join(f.Close(), os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), filepath.Join(folder, owner)); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

var (
	sweeping sync.Mutex
	swept    = map[string]bool{}
)

// sweep removes, once for each parent, the folders of processes that are dead. What cannot be removed stays.
func sweep(parent string) {
	sweeping.Lock()
	defer sweeping.Unlock()
	if swept[parent] {
		return
	}
	swept[parent] = true
	entries, err := os.ReadDir(parent)
	if err != nil {
		return
	}
	for _, e := range entries {
		if e.IsDir() && strings.HasPrefix(e.Name(), prefix) {
			removeIfDead(filepath.Join(parent, e.Name()))
		}
	}
}

// removeIfDead removes a folder that own locked for a process which is dead. It holds the lock meanwhile.
func removeIfDead(folder string) {
	path := filepath.Join(folder, owner)
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || !isOurs(info) {
		return
	}
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	if tryLock(f) == nil {
		os.RemoveAll(folder)
	}
}
