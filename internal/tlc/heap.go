package tlc

import (
	"fmt"

	"github.com/lockstep-paxos/lockstep/internal/memory"
)

// How much heap Java has unless somebody says otherwise, and with how much TLC can do nothing.
const (
	mostHeapMB  = 4096
	leastHeapMB = 256
)

// DefaultHeapMB is so much heap, or what fits if that is less: in the machine, its control groups and ulimit -v.
func DefaultHeapMB(most int) int { return int(min(int64(most), memory.JavaHeap()>>20)) }

// heap is how much heap Java is to have, the default if 0. It fails if that does not fit: Java would not start, or be killed.
func heap(mb int) (int, error) {
	fits := memory.JavaHeap() >> 20
	mb = orDefault(mb, max(leastHeapMB, DefaultHeapMB(mostHeapMB)))
	if int64(mb) > fits {
		return 0, fmt.Errorf("tlc: Java needs a heap of %d MB, and %d MB fit: in the machine, its control groups, and ulimit -v, of which Java takes much besides; raise the least of them", mb, fits)
	}
	return mb, nil
}
