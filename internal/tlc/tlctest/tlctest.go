// Package tlctest gives tests the TLC of the checkout.
package tlctest

import (
	"archive/zip"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// Required is the environment variable that makes a missing TLC a failure. make
// test sets it, so that nothing is left out there without a word.
const Required = "LOCKSTEP_REQUIRE_TLC"

// Root is the folder of the checkout that the test runs in.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
	}
}

// Find is the jar of TLC in a checkout. It fails if that or Java is not there.
func Find(root string) (string, error) {
	for _, tool := range []string{"java", "javac"} {
		if _, err := exec.LookPath(tool); err != nil {
			return "", fmt.Errorf("%w: no %s on the PATH", tlc.ErrMissing, tool)
		}
	}
	return tlc.Jar(root)
}

// Jar is the jar of TLC. Without one the test is skipped, or fails if Required
// is set. Short tests are skipped, too: make quick asks TLC once for each kind of thing.
func Jar(t testing.TB) string {
	t.Helper()
	return JarOf(t, Root(t))
}

// JarOf is Jar, of the checkout root, for a test that runs elsewhere.
func JarOf(t testing.TB, root string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("left out: short tests do not start TLC")
	}
	jar, err := Find(root)
	if err == nil {
		return jar
	}
	if os.Getenv(Required) != "" {
		t.Fatal(err)
	}
	t.Skipf("left out: %v", err)
	return ""
}

// Archive makes a jar with empty classes in it.
func Archive(path string, classes ...string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()
	w := zip.NewWriter(f)
	for _, class := range classes {
		if _, err := w.Create(class); err != nil {
			return err
		}
	}
	return w.Close()
}

// Port is a port of this machine that nobody listened on a moment ago.
func Port(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
