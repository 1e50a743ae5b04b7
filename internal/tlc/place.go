package tlc

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/scratch"
)

// newScratch makes the folder in which Java works. It has a home for TLC, which in the user's would look for leave to send
// statistics of the run over the network.
func newScratch() (*scratch.Folder, error) {
	f, err := scratch.Make("tlc")
	if err != nil {
		return nil, fmt.Errorf("tlc: %w", err)
	}
	statistics := filepath.Join(home(f.Path), ".tlaplus", "esc.txt")
	if err = os.MkdirAll(filepath.Dir(statistics), 0o700); err == nil {
		err = os.WriteFile(statistics, []byte("NO_STATISTICS\n"), 0o600)
	}
	if err != nil {
		f.Remove()
		return nil, fmt.Errorf("tlc: %w", err)
	}
	return f, nil
}

func home(scratch string) string { return filepath.Join(scratch, "home") }

// links give other names to paths that Java would take for several, for the mark between paths is in them. The names are
// those of links in scratch, where Java works.
type links struct {
	scratch string
	targets []string
}

// join makes one argument of paths.
func (l *links) join(paths ...string) string {
	const mark = string(os.PathListSeparator)
	var names []string
	for _, path := range paths {
		if strings.Contains(path, mark) {
			name := fmt.Sprintf("link%d", len(l.targets))
			l.targets = append(l.targets, path)
			if path = filepath.Join(l.scratch, name); strings.Contains(path, mark) {
				path = name
			}
		}
		names = append(names, path)
	}
	return strings.Join(names, mark)
}

// make makes the links.
func (l *links) make() error {
	for i, target := range l.targets {
		if err := os.Symlink(target, filepath.Join(l.scratch, fmt.Sprintf("link%d", i))); err != nil {
			return fmt.Errorf("tlc: %w", err)
		}
	}
	return nil
}
