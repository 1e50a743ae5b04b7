package explore

import (
	"bufio"
	"fmt"
	"os"
)

// defaultMaxBytes is half of the machine's memory, or 2 GiB where the machine
// does not say how much it has.
func defaultMaxBytes() int64 {
	const otherwise = 2 << 30
	f, err := os.Open("/proc/meminfo")
	if err != nil {
		return otherwise
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var kilobytes int64
		if _, err := fmt.Sscanf(lines.Text(), "MemTotal: %d kB", &kilobytes); err == nil {
			return kilobytes << 10 / 2
		}
	}
	return otherwise
}
