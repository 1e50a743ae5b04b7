package catalog

import (
	"fmt"
	"os"
	"testing"

	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// graphs is the folder that keeps the graphs that TLC wrote. Each is compared with the
// twins, and with several copies of them that have a fault.
var graphs string

func TestMain(m *testing.M) {
	graphs = tlc.CacheFolder("../..")
	remove := func() error { return nil }
	if graphs == "" {
		folder, err := scratch.Make("graphs")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		graphs, remove = folder.Path, folder.Remove
	}
	code := m.Run()
	remove()
	os.Exit(code)
}
