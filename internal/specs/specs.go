// Package specs finds the specs: those of a checkout, or else those that are embedded in the
// program, which it unpacks into the user's cache.
package specs

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lockstep-paxos/lockstep/spec"
)

// embeddedPrefix is what the names of folders with unpacked specs begin with.
const embeddedPrefix = "embedded-"

// Checkout is the checkout that dir is in: the nearest folder from there upwards that has
// spec/models.yaml.
func Checkout(dir string) (root string, ok bool) {
	for at := dir; ; at = filepath.Dir(at) {
		if IsCheckout(at) {
			return at, true
		}
		if at == filepath.Dir(at) {
			return "", false
		}
	}
}

// Find is the checkout that the process stands in, or else the folder with the embedded specs.
func Find() (root string, err error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	if root, ok := Checkout(dir); ok {
		return root, nil
	}
	return Unpack()
}

// IsCheckout reports whether dir has specs.
func IsCheckout(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "spec", "models.yaml"))
	return err == nil
}

// IsEmbedded reports whether a folder is one that Unpack returns.
func IsEmbedded(root string) bool { return strings.HasPrefix(filepath.Base(root), embeddedPrefix) }

// Unpack writes the embedded specs into the user's cache, unless they are there, and returns
// the folder that has them as a checkout has its own: in spec. The folder's name stands for
// what they are. A file there that is not as it must be is written anew.
func Unpack() (root string, err error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", &Unwritable{"", err}
	}
	hash := sha256.New()
	files := map[string][]byte{}
	err = fs.WalkDir(spec.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[path], err = spec.Files.ReadFile(path)
		fmt.Fprintf(hash, "%s %d\n%s", path, len(files[path]), files[path])
		return err
	})
	if err != nil {
		return "", err
	}
	root = filepath.Join(cache, "lockstep", fmt.Sprintf("%s%x", embeddedPrefix, hash.Sum(nil)[:8]))
	for path, data := range files {
		if err := Write(filepath.Join(root, "spec", filepath.FromSlash(path)), data); err != nil {
			return "", &Unwritable{root, err}
		}
	}
	return root, nil
}

// Write makes a file with this content, so that nobody ever finds a part of it.
func Write(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // In vain once it has its name.
	_, err = f.Write(data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	return err
}

// Unwritable says that the embedded specs cannot be unpacked.
type Unwritable struct {
	Folder string // Where to; "" if the user has no cache.
	Err    error
}

func (u *Unwritable) Error() string {
	if u.Folder == "" {
		return fmt.Sprintf("no folder for the specs that this program has embedded: %v", u.Err)
	}
	return fmt.Sprintf("the specs that this program has embedded cannot be written to %s: %v", u.Folder, u.Err)
}

func (u *Unwritable) Unwrap() error { return u.Err }

// Hint is what to do about it.
func (u *Unwritable) Hint() string {
	return "name a folder that can be written with XDG_CACHE_HOME, or go to a checkout of lockstep, or name one with --root"
}
