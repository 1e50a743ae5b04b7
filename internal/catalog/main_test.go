package catalog

import (
	"fmt"
	"os"
	"testing"
)

// graphs is the folder that keeps the graphs that TLC wrote. Each is compared with the
// twins, and with several copies of them that have a fault.
var graphs string

func TestMain(m *testing.M) {
	var err error
	if graphs, err = os.MkdirTemp("", "lockstep-graphs-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(graphs)
	os.Exit(code)
}
