package output

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Foreign says that a file stands in the way which no run of lockstep wrote.
type Foreign struct {
	Path string
	Why  string
}

func (f *Foreign) Error() string { return fmt.Sprintf("%s %s; nothing was written", f.Path, f.Why) }

// Folder is where a run leaves its files. They are made in a folder of their own within
// it, and appear together; those of earlier runs go then. While a command has it no other
// can claim it.
type Folder struct {
	path  string
	made  bool     // The folder was not there.
	lock  *os.File // The folder, locked; the lock ends with the process.
	stage string   // Where the files are made.
}

// unfinished begins the name of a file that is being made, or of a folder of such.
const unfinished = ".lockstep-unfinished-"

// Claim claims a folder, which need not be there. It returns *Foreign, and has written
// nothing, if a file is in it that no run of lockstep wrote; folders in it stay as they are.
// The caller must Close it.
func Claim(path string) (*Folder, error) {
	f := &Folder{path: path}
	if _, err := f.earlier(); err != nil {
		return nil, err
	}
	_, err := os.Stat(path)
	f.made = errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, err
	}
	if f.lock, err = os.Open(path); err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(f.lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		f.lock.Close()
		return nil, &Foreign{path, "is being written to by another command"}
	}
	if f.stage, err = os.MkdirTemp(path, unfinished); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// earlier are the files of earlier runs in the folder, and what such left unfinished.
func (f *Folder) earlier() ([]string, error) {
	entries, err := os.ReadDir(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var all []string
	for _, entry := range entries {
		path := filepath.Join(f.path, entry.Name())
		switch {
		case (entry.IsDir() || entry.Type().IsRegular()) && strings.HasPrefix(entry.Name(), unfinished):
			if path != f.stage {
				all = append(all, path)
			}
		case entry.IsDir() && !isTaken(entry.Name()):
		case isOurs(path):
			all = append(all, path)
		default:
			return nil, &Foreign{path, "was not written by a run of lockstep"}
		}
	}
	return all, nil
}

// isTaken reports whether a file of a run may have the name.
func isTaken(name string) bool {
	for _, k := range kinds {
		if k.name.MatchString(name) {
			return true
		}
	}
	return false
}

// Write makes a file, which Publish will put into the folder.
func (f *Folder) Write(name string, write func(io.Writer) error) error {
	return Write(filepath.Join(f.stage, name), write)
}

// Publish removes the files of earlier runs, then puts those that were made into the
// folder. If it does not come to its end, those that are there are of one run.
func (f *Folder) Publish() error {
	all, err := f.earlier()
	if err != nil {
		return err
	}
	for _, path := range all {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	made, err := os.ReadDir(f.stage)
	if err != nil {
		return err
	}
	for _, file := range made {
		if err := os.Rename(filepath.Join(f.stage, file.Name()), filepath.Join(f.path, file.Name())); err != nil {
			return err
		}
	}
	return nil
}

// Close gives the folder back. What was not published goes, and so does the folder if it
// is empty and was not there before.
func (f *Folder) Close() {
	if f.stage != "" {
		os.RemoveAll(f.stage)
	}
	if f.made {
		os.Remove(f.path) // It fails if something is in it.
	}
	f.lock.Close()
}
