package validate

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
)

// Shard is one of several parts into which the work of validation is split, so that
// as many machines can do it. All shards together judge each line once.
type Shard struct {
	Index int // Counted from 1.
	Of    int // How many there are, 0 if the work is not split.
}

var shardText = regexp.MustCompile(`^([0-9]{1,9})/([0-9]{1,9})$`)

// ParseShard reads a shard as it is written: "2/3" is the second of three.
func ParseShard(text string) (Shard, error) {
	m := shardText.FindStringSubmatch(text)
	if m == nil {
		return Shard{}, fmt.Errorf("%q is no shard: want i/n, such as 2/3", text)
	}
	index, _ := strconv.Atoi(m[1])
	of, _ := strconv.Atoi(m[2])
	if index < 1 || index > of {
		return Shard{}, fmt.Errorf("%q is no shard: want i/n with i from 1 to n", text)
	}
	return Shard{index, of}, nil
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Names are those of the given names, such as paths, that fall to the shard: of the
// names in ascending order, one in so many. Each falls to just one shard.
func (s Shard) Names(all []string) []string {
	var own []string
	for i, name := range slices.Sorted(slices.Values(all)) {
		if i%s.Of == s.Index-1 {
			own = append(own, name)
		}
	}
	return own
}

// cut is the part of n events that falls to the shard: those from one to before the
// other. Each falls to just one shard.
func (s Shard) cut(n int) (from, to int) {
	part := func(i int) int { return int(int64(n) * int64(i) / int64(s.Of)) }
	return part(s.Index - 1), part(s.Index)
}
