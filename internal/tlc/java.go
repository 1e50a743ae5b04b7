package tlc

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// Compile compiles Java sources that replace operators of a module against the
// jar, and returns the folder of their classes, for Job.Classpath. It compiles
// once: the folder stands in tools under a name made of what is in the sources and
// in the jar. Several processes may call it at the same time.
func Compile(ctx context.Context, jar, tools string, sources ...string) (string, error) {
	key := sha256.New()
	for _, path := range append([]string{jar}, sources...) {
		data, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("tlc: %w", err)
		}
		fmt.Fprintf(key, "%s %d\n", filepath.Base(path), len(data))
		key.Write(data)
	}
	dir := filepath.Join(tools, "classes-"+hex.EncodeToString(key.Sum(nil))[:16])
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(tools, 0o755); err != nil {
		return "", err
	}
	scratch, err := os.MkdirTemp(tools, "classes-new-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(scratch)
	if err := javac(ctx, jar, scratch, sources); err != nil {
		return "", err
	}
	err = os.Rename(scratch, dir)
	if errors.Is(err, fs.ErrExist) { // Somebody else was faster.
		return dir, nil
	}
	return dir, err
}

// javac compiles for the oldest Java that the project runs on.
func javac(ctx context.Context, jar, dir string, sources []string) error {
	tool, err := javaTool("javac")
	if err != nil {
		return err
	}
	args := append([]string{"--release", "11", "-proc:none", "-encoding", "UTF-8", "-cp", jar, "-d", dir}, sources...)
	out, err := exec.CommandContext(ctx, tool, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("tlc: javac %s: %w\n%s", strings.Join(sources, " "), err, out)
	}
	return os.Chmod(dir, 0o755)
}
