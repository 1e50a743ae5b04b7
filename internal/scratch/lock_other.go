//go:build !unix || solaris || aix

package scratch

import (
	"errors"
	"io/fs"
	"os"
)

// There is no lock, so nothing is swept.
func tryLock(*os.File) error { return errors.ErrUnsupported }

func isOurs(fs.FileInfo) bool { return false }
