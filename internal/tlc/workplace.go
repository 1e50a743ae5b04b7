package tlc

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Workplace is the folder for what TLC leaves for a checkout: logs in out/tlc, compiled classes in .tools. It is the
// checkout itself if both can be written, else one in the user's cache.
func Workplace(root string) string {
	cache, err := os.UserCacheDir()
	if err != nil || canBeWritten(filepath.Join(root, "out", "tlc")) && canBeWritten(filepath.Join(root, ".tools")) {
		return root
	}
	sum := sha256.Sum256([]byte(root))
	return filepath.Join(cache, "lockstep", fmt.Sprintf("%s-%x", filepath.Base(root), sum[:4]))
}

// canBeWritten reports whether files can be made in a folder, or, if it is not there, where it would be made.
func canBeWritten(folder string) bool {
	f, err := os.CreateTemp(folder, ".lockstep-probe-")
	if errors.Is(err, fs.ErrNotExist) && folder != filepath.Dir(folder) {
		return canBeWritten(filepath.Dir(folder))
	}
	if err != nil {
		return false
	}
	f.Close()
	return os.Remove(f.Name()) == nil
}
