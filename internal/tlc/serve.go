package tlc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Why a distributed run judges nothing.
var (
	ErrNoWorker   = errors.New("no worker") // For as long as the server waits.
	ErrProperties = errors.New("distributed, TLC checks no liveness, and what must hold of steps only at those that find a state first")
)

// Server is the process of a distributed run that knows the model, hands out states
// and keeps the fingerprints of those that were seen.
type Server struct {
	Node
	Ready    func()                         // Called when workers may join, if not nil.
	Progress func(at Progress, workers int) // Called now and then, if not nil. Each thread of a worker counts as one.
	Without  bool                           // Leave out properties, which are not checked.
}

// heeded returns nil if TLC, distributed, does what a section of a configuration
// asks for.
func heeded(s section) error {
	switch s.keyword {
	case "PROPERTY", "PROPERTIES":
		return ErrProperties
	case "ACTION_CONSTRAINT", "ACTION_CONSTRAINTS":
		return errors.New("distributed, TLC loses the states behind a step that it forbids, though other steps lead there")
	case "SYMMETRY", "VIEW", "ALIAS", "POSTCONDITION":
		return errors.New("nothing has shown that TLC, distributed, heeds it")
	}
	return nil
}

// read returns the model's configuration and which properties are left out of it,
// or why a distributed run cannot judge the model.
func (s Server) read(specs string, m Model) (text string, unchecked []string, err error) {
	if strings.HasPrefix(m.Expect, string(Property)) {
		return "", nil, fmt.Errorf("it must give %s, for which TLC looks only when it runs alone", m.Expect)
	}
	path := filepath.Join(specs, m.Config+".cfg")
	data, err := os.ReadFile(path)
	if err != nil {
		return "", nil, err
	}
	for _, part := range sections(string(data)) {
		if part.isProperty() && s.Without {
			unchecked = append(unchecked, part.words...)
			continue
		}
		if err := heeded(part); err != nil {
			return "", nil, fmt.Errorf("%s: %s %s: %w", path, part.keyword, strings.Join(part.words, " "), err)
		}
	}
	return string(data), unchecked, nil
}

// Command is the command line that CheckServed would run for the model in the
// folder specs. In scratch it has a folder spec with a copy of the modules and the
// configuration: whoever joins may read what stands there.
func (s Server) Command(specs string, m Model, scratch string) ([]string, error) {
	return s.commandFor(specs, m, &links{scratch: scratch})
}

func (s Server) commandFor(specs string, m Model, l *links) ([]string, error) {
	config, _, err := s.read(specs, m)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(l.scratch, "spec")
	args := []string{"serve", "-tool", "-fp", "0"}
	if !checksDeadlock(config) { // TLC, distributed, does not read it in the configuration.
		args = append(args, "-deadlock")
	}
	args = append(args, filepath.Join(folder, filepath.Base(m.Module)))
	properties := []string{"-DTLA-Library=" + l.join(folder), "-Dtlc2.tool.distributed.TLCServer.report=2000"}
	return s.command(l, m.HeapMB, properties, args...)
}

// CheckServed is CheckModel with TLC as a server, and lets workers do the work. Of
// the numbers it holds only the distinct states against the model: workers generate
// some states twice, and find some by a longer way than the shortest.
func CheckServed(ctx context.Context, specs string, m Model, s Server) (Check, error) {
	check, err := s.check(ctx, specs, m)
	if err != nil {
		return Check{}, fmt.Errorf("model %s: %w", m.Name, err)
	}
	return check, nil
}

func (s Server) check(ctx context.Context, specs string, m Model) (Check, error) {
	config, unchecked, err := s.read(specs, m)
	if err != nil {
		return Check{}, err
	}
	if err := s.validate(true); err != nil {
		return Check{}, err
	}
	folder, err := newScratch()
	if err != nil {
		return Check{}, err
	}
	defer folder.Remove()
	if err := stage(filepath.Join(folder.Path, "spec"), specs, m, config); err != nil {
		return Check{}, err
	}
	l := &links{scratch: folder.Path}
	line, err := s.commandFor(specs, m, l)
	if err == nil {
		err = l.make()
	}
	if err != nil {
		return Check{}, err
	}
	r, err := s.serve(ctx, folder.Path, line, Job{Module: m.Module + ".tla", HeapMB: m.HeapMB, Log: s.Log})
	if err != nil {
		return Check{}, err
	}
	m.Generated, m.Depth = 0, 0
	check := m.compare(r, r.Verdict, s.Log)
	check.Unchecked = unchecked
	return check, nil
}

// stage makes the folder that the server reads, and gives to workers: the modules
// beside the model's and among specs, and the configuration under the module's
// name, without properties, which TLC would look at now and then.
func stage(folder, specs string, m Model, config string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	module := filepath.Join(specs, m.Module)
	for _, from := range []string{specs, filepath.Dir(module)} {
		modules, err := fs.Glob(os.DirFS(from), "*.tla")
		if err != nil {
			return err
		}
		for _, name := range modules {
			text, err := os.ReadFile(filepath.Join(from, name))
			if err != nil {
				return err
			}
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
				return err
			}
		}
	}
	return os.WriteFile(filepath.Join(folder, filepath.Base(module)+".cfg"), []byte(withoutProperties(config)), 0o600)
}

// serve runs the server in folder to its end, or until it has had no worker for too long.
func (s Server) serve(ctx context.Context, folder string, line []string, job Job) (Result, error) {
	log, closeLog, err := openLog(s.Log)
	if err != nil {
		return Result{}, err
	}
	defer closeLog()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	workers := 0
	alone := time.AfterFunc(s.Wait, func() { cancel(fmt.Errorf("%w at %s for %s", ErrNoWorker, s.Listen, s.Wait)) })
	alone.Stop()
	defer alone.Stop()

	begin := time.Now()
	out := newReader(log, func(at Progress) {
		if s.Progress != nil {
			s.Progress(at, workers)
		}
	})
	out.event = func(code, _ string) {
		switch code {
		case "7000": // The server is ready.
			if s.Ready != nil {
				s.Ready()
			}
		case "7001": // A worker has come, or a thread of one.
			workers++
		case "7002": // One has gone.
			workers--
		default:
			return
		}
		alone.Stop()
		if workers == 0 {
			alone.Reset(s.Wait)
		}
	}
	var stderr bytes.Buffer
	code, err := stream(ctx, partner(ctx, folder, line), &stderr, out.line)
	if err != nil {
		return Result{}, err
	}
	if _, err := log.Write(stderr.Bytes()); err != nil {
		return Result{}, err
	}
	result := out.r
	result.Elapsed = time.Since(begin)
	return result, judge(code, &result, job, stderr.String())
}
