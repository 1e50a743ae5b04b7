package tlc

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/lockstep-paxos/lockstep/internal/scratch"
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
	if err := hasTLC(jar); err != nil {
		return "", err
	}
	if err := os.MkdirAll(tools, 0o755); err != nil {
		return "", err
	}
	folder, err := scratch.In(tools, "classes")
	if err != nil {
		return "", err
	}
	defer folder.Remove()
	classes := filepath.Join(folder.Path, "classes")
	if err := javac(ctx, jar, folder.Path, classes, sources); err != nil {
		return "", err
	}
	err = os.Rename(classes, dir)
	if errors.Is(err, fs.ErrExist) { // Somebody else was faster.
		return dir, nil
	}
	return dir, err
}

// javac compiles for the oldest Java that the project runs on. It works in folder.
func javac(ctx context.Context, jar, folder, classes string, sources []string) error {
	tool, err := javaTool("javac")
	if err != nil {
		return err
	}
	l := &links{scratch: folder}
	if err := toAbsolute(&jar); err != nil {
		return err
	}
	line := []string{tool, "--release", "11", "-proc:none", "-encoding", "UTF-8", "-cp", l.join(jar), "-d", classes}
	for _, path := range sources {
		if err := toAbsolute(&path); err != nil {
			return err
		}
		line = append(line, path)
	}
	if err := l.make(); err != nil {
		return err
	}
	var said bytes.Buffer
	cmd := child(ctx, folder, line)
	cmd.Stdout, cmd.Stderr = &said, &said
	release, err := start(cmd)
	if err == nil {
		err = cmd.Wait()
		release()
	}
	if err != nil {
		return fmt.Errorf("tlc: javac %s: %w\n%s", strings.Join(sources, " "), err, withAdvice(strings.TrimSpace(said.String()), 0))
	}
	return os.Chmod(classes, 0o755)
}
