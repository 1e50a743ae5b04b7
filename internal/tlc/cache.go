package tlc

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/lockstep-paxos/lockstep/internal/output"
	"github.com/lockstep-paxos/lockstep/internal/scratch"
	"github.com/lockstep-paxos/lockstep/tla"
)

// CacheVariable is the environment variable that names the folder of the cache, or says off.
const CacheVariable = "LOCKSTEP_CACHE"

// CacheFolder is the folder of the cache for a workplace: the one that CacheVariable names,
// else out/cache. It is "", for none, if that says off, or if CI is set and it says nothing.
func CacheFolder(workplace string) string {
	switch folder := os.Getenv(CacheVariable); folder {
	case "":
		if ci := os.Getenv("CI"); ci != "" && ci != "false" {
			return ""
		}
		return filepath.Join(workplace, "out", "cache")
	case "off":
		return ""
	default:
		return folder
	}
}

// maxCacheBytes bounds a cache. What was not used for longest goes first.
var maxCacheBytes int64 = 4 << 30

// cached is what a cache keeps of a run that came to a verdict: what TLC printed, and not
// what this package read in it. Whoever finds it reads and judges it like a new run's.
type cached struct {
	Inputs         string // All that the verdict depends on; the entry's name is its hash.
	Code           int    // Java's exit code.
	Stdout, Stderr []byte
	Graph          string // The hash of the graph that TLC wrote, if it did.
	Elapsed        time.Duration
	PeakBytes      int64
}

// inputs is all that the verdict of a job depends on, as text: the modules that TLC reads,
// the configuration, the jar, overriding classes, Java's options and the arguments. There
// is none for a job whose modules cannot be told, or that Java gets further files for.
func (j Job) inputs() (string, error) {
	if len(j.Defines) > 0 {
		return "", errors.New("overrides of operators may read what the properties name")
	}
	java, err := javaPath()
	if err != nil {
		return "", err
	}
	j, err = j.absolute()
	if err != nil {
		return "", err
	}
	var from []fs.FS
	for _, folder := range append([]string{filepath.Dir(j.Module)}, j.Library...) {
		from = append(from, os.DirFS(folder))
	}
	root := strings.TrimSuffix(filepath.Base(j.Module), ".tla")
	modules, err := tla.Sources(root, from...)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "lockstep cache 1\njava %s\n", java)
	for _, name := range []string{"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"} {
		fmt.Fprintf(&b, "%s %q\n", name, os.Getenv(name))
	}
	fmt.Fprintf(&b, "workers %d\narguments %q\nroot %s\n", orDefault(j.Workers, 1), j.Args, root)
	for _, name := range slices.Sorted(maps.Keys(modules)) {
		fmt.Fprintf(&b, "module %s %x\n", name, sha256.Sum256([]byte(modules[name])))
	}
	for _, path := range append([]string{j.Jar, j.Config}, j.Classpath...) {
		if err := hashFiles(&b, path); err != nil {
			return "", err
		}
	}
	if j.Graph != "" {
		b.WriteString("graph\n")
	}
	return b.String(), nil
}

// javaPath is the file that runs as java: systems with several name their version there.
func javaPath() (string, error) {
	path, err := exec.LookPath("java")
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// hashFiles writes the hash of a file, or of each file in a folder.
func hashFiles(b *strings.Builder, root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		sum, err := hashFile(path)
		fmt.Fprintf(b, "file %s %s\n", name, sum)
		return err
	})
}

func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	_, err = io.Copy(h, f)
	return fmt.Sprintf("%x", h.Sum(nil)), err
}

// entry is the file that keeps the run with these inputs, and graph its graph.
func (j Job) entry(inputs string) string {
	return filepath.Join(j.Cache, fmt.Sprintf("%x.run", sha256.Sum256([]byte(inputs))))
}

func graphOf(entry string) string { return strings.TrimSuffix(entry, ".run") + ".dot" }

// recall is what a run with these inputs found, if the cache has it, whole and unchanged.
// A run that also wrote its graph will do for one that need not.
func (j Job) recall(inputs string) (Result, bool) {
	r, err := j.read(inputs)
	if err != nil && j.Graph == "" {
		r, err = j.read(inputs + "graph\n")
	}
	return r, err == nil
}

var errStale = errors.New("no entry for this run")

func (j Job) read(inputs string) (Result, error) {
	path := j.entry(inputs)
	data, err := os.ReadFile(path)
	if err != nil {
		return Result{}, err
	}
	sum, text, _ := bytes.Cut(data, []byte("\n"))
	var kept cached
	if err := json.Unmarshal(text, &kept); err != nil || string(sum) != fmt.Sprintf("%x", sha256.Sum256(text)) || kept.Inputs != inputs {
		return Result{}, errStale
	}
	log, closeLog, err := openLog(j.Log)
	if err != nil {
		return Result{}, err
	}
	defer closeLog()
	out := newReader(log, nil)
	for line := range strings.Lines(string(kept.Stdout)) {
		out.line(strings.TrimSuffix(line, "\n"))
	}
	r := out.r
	r.Elapsed, r.PeakBytes, r.Cached = kept.Elapsed, kept.PeakBytes, true
	if err := judge(kept.Code, &r, j, string(kept.Stderr)); err != nil {
		return Result{}, err
	}
	if j.Graph != "" {
		err = fetch(graphOf(path), j.Graph, kept.Graph)
	}
	touch(path)
	touch(graphOf(path))
	return r, err
}

// touch notes, to the day, that a file was used. One that is not there stays so.
func touch(path string) {
	now := time.Now()
	if info, err := os.Stat(path); err == nil && now.Sub(info.ModTime()) > 24*time.Hour {
		os.Chtimes(path, now, now) // If it cannot be noted, the file goes sooner.
	}
}

// fetch gives a kept graph, if it has the hash, another name.
func fetch(from, to, hash string) error {
	if err := link(from, to); err != nil {
		return err
	}
	if got, err := hashFile(to); err != nil || got != hash {
		return errors.Join(errStale, os.Remove(to))
	}
	return nil
}

// link gives a file another name, or makes a copy where names cannot be shared.
func link(from, to string) error {
	if os.Link(from, to) == nil {
		return nil
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	return output.Write(to, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

// keep keeps a run, if its inputs are the same after it as before.
func (j Job) keep(ran *cached) error {
	after, err := j.inputs()
	if err != nil || after != ran.Inputs {
		return err
	}
	path := j.entry(ran.Inputs)
	if j.Graph != "" {
		if ran.Graph, err = j.keepGraph(graphOf(path)); err != nil {
			return err
		}
	}
	text, err := json.Marshal(ran)
	if err != nil {
		return err
	}
	err = output.Write(path, func(w io.Writer) error {
		_, err := fmt.Fprintf(w, "%x\n%s", sha256.Sum256(text), text)
		return err
	})
	return errors.Join(err, sweep(j.Cache))
}

// keepGraph puts the job's graph under a name in the cache, at once, and returns its hash.
func (j Job) keepGraph(name string) (string, error) {
	if err := os.MkdirAll(j.Cache, 0o755); err != nil {
		return "", err
	}
	folder, err := scratch.In(j.Cache, "graph")
	if err != nil {
		return "", err
	}
	defer folder.Remove()
	part := filepath.Join(folder.Path, "graph.dot")
	if err := link(j.Graph, part); err != nil {
		return "", err
	}
	hash, err := hashFile(part)
	if err != nil {
		return "", err
	}
	return hash, os.Rename(part, name)
}

// sweep removes from a cache what was not used for longest, until it fits.
func sweep(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	var files []fs.FileInfo
	var size int64
	for _, e := range entries {
		if info, err := e.Info(); err == nil && info.Mode().IsRegular() {
			files, size = append(files, info), size+info.Size()
		}
	}
	slices.SortFunc(files, func(a, b fs.FileInfo) int { return cmp.Compare(a.ModTime().UnixNano(), b.ModTime().UnixNano()) })
	for _, f := range files {
		if size <= maxCacheBytes {
			break
		}
		if err := os.Remove(filepath.Join(folder, f.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		size -= f.Size()
	}
	return nil
}
