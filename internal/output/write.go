// Package output writes what lockstep leaves on disk: each file whole or not at all,
// those of one run together, and nothing over what lockstep did not write.
package output

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// Write writes a file whole or not at all, and its folder if there is none.
func Write(path string, write func(io.Writer) error) (err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), unfinished+filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Chmod(0o644); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// WriteNew writes files, by their names, into a folder in which none of them is yet: all, or
// none if it fails.
func WriteNew(folder string, files map[string]func(io.Writer) error) (err error) {
	for name := range files {
		if _, err := os.Lstat(filepath.Join(folder, name)); err == nil {
			return &Foreign{filepath.Join(folder, name), "is there already"}
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	stage, err := os.MkdirTemp(folder, unfinished)
	if err != nil {
		return err
	}
	defer os.RemoveAll(stage)
	for name, write := range files {
		if err := Write(filepath.Join(stage, name), write); err != nil {
			return err
		}
	}
	var written []string
	for name := range files {
		path := filepath.Join(folder, name)
		if err := moveNew(filepath.Join(stage, name), path); err != nil {
			for _, other := range written {
				os.Remove(other)
			}
			return err
		}
		written = append(written, path)
	}
	return nil
}

// moveNew moves a file to where none is.
func moveNew(from, to string) error {
	err := os.Link(from, to)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrExist):
		return &Foreign{to, "is there already"}
	}
	return os.Rename(from, to) // There are no links on this disk.
}
