package validate

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"time"

	"golang.org/x/sync/semaphore"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// judge has TLC replay the batches, several at a time, and notes which traces it accepts,
// and which it could not judge. An error says that it judged no batch.
func (v *validation) judge(ctx context.Context) error {
	begin := time.Now()
	progress := v.progress()
	reached, results := make([][]byte, len(v.batches)), make([]tlc.Result, len(v.batches))
	errs := make([]error, len(v.batches))
	var group sync.WaitGroup
	free := semaphore.NewWeighted(int64(v.o.Workers))
	for i, b := range v.batches {
		job, err := v.job(ctx, b)
		if err != nil {
			return err
		}
		job.Progress = progress(i)
		group.Go(func() {
			if errs[i] = free.Acquire(ctx, int64(job.Workers)); errs[i] != nil {
				return
			}
			defer free.Release(int64(job.Workers))
			reached[i], results[i], errs[i] = runBatch(ctx, b, job)
		})
	}
	group.Wait()
	v.took = time.Since(begin)
	v.report.PeakBytes = most(results, v.o.Workers)
	for i, b := range v.batches {
		v.report.States += results[i].Distinct
		if errs[i] == nil {
			errs[i] = v.reject(b, reached[i])
		}
	}
	if !slices.Contains(errs, nil) && len(errs) > 0 {
		return v.batches[0].locate(errs[0])
	}
	for i, b := range v.batches {
		if errs[i] != nil {
			v.missAll(ctx, b, b.locate(errs[i]))
		}
	}
	return nil
}

// missAll notes that TLC judged no trace of a batch.
func (v *validation) missAll(ctx context.Context, b *batch, err error) {
	for _, s := range b.spans {
		v.partly[s.trace] = true
		if v.Rejections[s.trace] == nil && v.disagreements[s.trace] == nil { // Of another lane of it nothing else is known.
			v.Miss(ctx, s.trace, s.name, err)
		}
	}
}

// most is the most memory that so many of the runs had together.
func most(results []tlc.Result, atATime int) int64 {
	var all []int64
	for _, r := range results {
		all = append(all, r.PeakBytes)
	}
	slices.SortFunc(all, func(a, b int64) int { return cmp.Compare(b, a) })
	sum := int64(0)
	for _, n := range all[:min(len(all), atATime)] {
		sum += n
	}
	return sum
}

// progress makes, for each batch, what tells how far all of them are.
func (v *validation) progress() func(batch int) func(tlc.Progress) {
	var mu sync.Mutex
	done, total := make([]int, len(v.batches)), 0
	for _, b := range v.batches {
		total += b.judged()
	}
	return func(i int) func(tlc.Progress) {
		if v.o.Progress == nil {
			return nil
		}
		return func(at tlc.Progress) {
			mu.Lock()
			defer mu.Unlock()
			done[i] = int(at.Distinct)
			sum := 0
			for _, n := range done {
				sum += n
			}
			v.o.Progress(sum, total)
		}
	}
}

// runBatch runs TLC on a batch and returns, for each line, whether TLC reached it.
// It fails unless TLC found as many states as there are lines reached, for either
// count alone can be fooled: by a view that merges states, or by a spec that
// takes steps which read no line.
func runBatch(ctx context.Context, b *batch, job tlc.Job) ([]byte, tlc.Result, error) {
	marks := b.path + ".reached"
	if err := os.WriteFile(marks, make([]byte, b.lines), 0o600); err != nil {
		return nil, tlc.Result{}, err
	}
	result, err := tlc.Run(ctx, job)
	if err != nil {
		return nil, result, err
	}
	if result.Verdict.Kind != tlc.Holds {
		return nil, result, fmt.Errorf("%s: TLC says %s, where it should but follow the traces; look at its configuration", job.Module, result.Verdict)
	}
	reached, err := os.ReadFile(marks)
	if err != nil {
		return nil, result, err
	}
	count := 0
	for _, mark := range reached {
		count += int(mark)
	}
	if int64(count) != result.Distinct || result.Generated != result.Distinct {
		return nil, result, fmt.Errorf("%s: TLC reached %d lines in %d distinct states of %d generated, and the three must be equal; look at its configuration", job.Module, count, result.Distinct, result.Generated)
	}
	return reached, result, nil
}

// briefLines is how many lines TLC judges sooner if Java does not make itself fast.
const briefLines = 20_000

// job is the run of TLC that replays a batch.
func (v *validation) job(ctx context.Context, b *batch) (tlc.Job, error) {
	v.report.Runs++
	jar := v.o.Jar
	if jar == "" {
		found, err := tlc.Jar(v.o.Root)
		if err != nil {
			return tlc.Job{}, err
		}
		jar = found
	}
	spec := filepath.Join(v.o.Root, "spec")
	folder := filepath.Join(spec, "trace")
	classes, err := tlc.Compile(ctx, jar, filepath.Join(tlc.Workplace(v.o.Root), ".tools"), filepath.Join(folder, "TraceIO.java"), filepath.Join(folder, "Json.java"))
	if err != nil {
		return tlc.Job{}, err
	}
	module := filepath.Join(folder, "Trace"+v.p.Spec)
	job := tlc.Job{
		Jar:       jar,
		Module:    module + ".tla",
		Config:    cmp.Or(v.o.config, module+".cfg"),
		Library:   []string{spec, folder},
		Classpath: []string{classes},
		Defines:   []string{"lockstep.batch=" + b.path, "lockstep.reached=" + b.path + ".reached"},
		Workers:   b.workers(v.o.Workers),
		HeapMB:    cmp.Or(v.o.HeapMB, tlc.DefaultHeapMB(2048)),
		Brief:     b.lines < briefLines,
		Log:       v.o.Log,
	}
	if v.o.Log != "" && v.report.Runs > 1 {
		job.Log += "." + strconv.Itoa(v.report.Runs)
	}
	return job, nil
}
