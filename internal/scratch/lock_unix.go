//go:build unix && !solaris && !aix

package scratch

import (
	"io/fs"
	"os"
	"syscall"
)

// tryLock locks a file for as long as it is open in this process; it fails if another has it locked.
func tryLock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// isOurs reports whether a file is of the user who runs this process.
func isOurs(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}
