// Package memory bounds how much memory a program takes: it says how much there is, reads sizes, and stops what takes more.
package memory

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"path"
	"strconv"
	"strings"
)

// Size is a number of bytes. It is a value for a flag, such as 4GB; 0 is the default.
type Size int64

// units are the suffixes of a Size, the longer ones first.
var units = []struct {
	suffix string
	bytes  float64
}{
	{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40},
	{"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1},
}

// Set reads a size: a positive number, with a unit or without, of no more than there is.
func (s *Size) Set(text string) error {
	number, unit := text, 1.0
	for _, u := range units {
		if before, ok := strings.CutSuffix(text, u.suffix); ok {
			number, unit = strings.TrimSpace(before), u.bytes
			break
		}
	}
	x, err := strconv.ParseFloat(number, 64)
	if err != nil || !(x*unit >= 1) { // So that NaN is refused.
		return fmt.Errorf("want a size of at least one byte, such as 500MB or 4GiB")
	}
	if there := available(); x*unit > float64(there) {
		return fmt.Errorf("want no more than there is, %v", Size(there))
	}
	*s = Size(x * unit)
	return nil
}

// String is the size as a person reads it; "" is the default.
func (s Size) String() string {
	switch {
	case s == 0:
		return ""
	case s < 1e6:
		return strconv.FormatInt(int64(s), 10) + "B"
	case s < 1e9:
		return fmt.Sprintf("%.0fMB", float64(s)/1e6)
	}
	return fmt.Sprintf("%.1fGB", float64(s)/1e9)
}

// Type is the word for a Size in a help text.
func (s *Size) Type() string { return "size" }

// Default is what a program may take if nobody says otherwise: half of what there is, but no more than most of what
// ulimit -v leaves, which counts what the program has only reserved too.
func Default() int64 {
	most := available() / 2
	if limit := addressSpace(); limit < math.MaxInt64 {
		most = min(most, max(limit-status("VmSize"), 0)/8*7)
	}
	return most
}

// besideHeap is how many addresses Java 17 reserves besides its heap: with 2 GiB it does not start, with 2.5 GiB it does.
const besideHeap = 5 << 29

// JavaHeap is how much of what there is the heap of a Java can have. It is the greatest number where nothing says.
func JavaHeap() int64 {
	return max(0, min(least()/4*3, addressSpace()-besideHeap))
}

// available is the least of the machine's memory, that of its control groups, and ulimit -v. It is 4 GiB where nothing says.
func available() int64 {
	const otherwise = 4 << 30
	if n := least(); n < math.MaxInt64 {
		return n
	}
	return otherwise
}

func least() int64 {
	return min(kilobytes("/proc/meminfo", "MemTotal"), controlGroups(), addressSpace())
}

// addressSpace is ulimit -v.
func addressSpace() int64 {
	for line := range lines("/proc/self/limits") {
		fields := strings.Fields(strings.TrimPrefix(line, "Max address space"))
		if strings.HasPrefix(line, "Max address space") && len(fields) > 0 {
			return number(fields[0])
		}
	}
	return math.MaxInt64
}

// controlGroups is the least limit of the control groups of this process, of version 2 or 1.
func controlGroups() int64 {
	least := int64(math.MaxInt64)
	for line := range lines("/proc/self/cgroup") {
		parts := strings.SplitN(line, ":", 3)
		if len(parts) < 3 || parts[1] != "" && !strings.Contains(","+parts[1]+",", ",memory,") {
			continue
		}
		root, file := "/sys/fs/cgroup", "memory.max"
		if parts[1] != "" {
			root, file = root+"/memory", "memory.limit_in_bytes"
		}
		for at := path.Clean("/" + parts[2]); ; at = path.Dir(at) {
			for text := range lines(path.Join(root, at, file)) {
				least = min(least, number(text))
			}
			if at == "/" {
				break
			}
		}
	}
	return least
}

// status is a line of what the system says of this process, in bytes; 0 if it says nothing.
func status(name string) int64 {
	if n := kilobytes("/proc/self/status", name); n < math.MaxInt64 {
		return n
	}
	return 0
}

// kilobytes is what stands behind a name in a file, in bytes.
func kilobytes(file, name string) int64 {
	for line := range lines(file) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			if n := number(strings.TrimSpace(strings.TrimSuffix(rest, "kB"))); n < math.MaxInt64>>10 {
				return n << 10
			}
		}
	}
	return math.MaxInt64
}

// number is a positive number, or the greatest if it is none, as in "max" and "unlimited".
func number(text string) int64 {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n > 0 {
		return n
	}
	return math.MaxInt64
}

// lines are those of a file; none if it cannot be read.
func lines(file string) func(func(string) bool) {
	return func(yield func(string) bool) {
		f, err := os.Open(file)
		if err != nil {
			return
		}
		defer f.Close()
		for scanner := bufio.NewScanner(f); scanner.Scan(); {
			if !yield(scanner.Text()) {
				return
			}
		}
	}
}
