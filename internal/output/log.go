package output

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
)

// logHead is the first line of a log, which says that lockstep wrote the file.
const logHead = "lockstep: this is what TLC printed\n"

// A log of an earlier version has no such line.
var logBegins = regexp.MustCompile(`^(` + logHead + `|TLC2 Version |$)`)

// CreateLog creates the file that keeps what TLC prints, and its folder. It writes over an
// earlier log, and over nothing else. A log stands for itself: those of other models stay.
func CreateLog(path string) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	if _, err := os.Lstat(path); err == nil && !beginsWith(path, logBegins) {
		return nil, &Foreign{path, "is no log of TLC's that lockstep wrote"}
	}
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprint(f, logHead); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}
