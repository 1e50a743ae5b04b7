package trace

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Apart says that two lanes do not meet: the one begins in other states than the one
// before it ended in, so they show nothing of the trace.
type Apart struct{ Before, After Lane }

func (a *Apart) Error() string {
	return fmt.Sprintf("shard %s ends on line %d with the states %s, and shard %s begins with %s; run the same program in both",
		a.Before.Shard, a.Before.Last, a.Before.Ends, a.After.Shard, a.After.Begins)
}

// Join tells whether accepted lanes make up a whole trace, so that it is accepted: they
// are all there, of one trace, and each begins with what the one before ended with. It
// returns an *Apart if two do not meet; by any other error the whole is not judged.
func Join(lanes []Lane) error {
	of := map[Lane]Shard{}
	var shards []Shard
	for _, l := range lanes {
		shard, err := ParseShard(l.Shard)
		if err != nil {
			return err
		}
		if l.Trace != lanes[0].Trace {
			return fmt.Errorf("shards %s and %s are of different traces", lanes[0].Shard, l.Shard)
		}
		of[l] = shard
		shards = append(shards, shard)
	}
	if err := AllShards(shards); err != nil {
		return err
	}
	next := Lane{Last: 1} // The header, which no lane has.
	for i, l := range slices.SortedFunc(slices.Values(lanes), func(a, b Lane) int { return cmp.Compare(of[a].Index, of[b].Index) }) {
		if l.First != next.Last+1 {
			return fmt.Errorf("shard %s begins on line %d, and line %d comes next", l.Shard, l.First, next.Last+1)
		}
		if i > 0 && l.Begins != next.Ends {
			return &Apart{next, l}
		}
		next = l
	}
	return nil
}

// AllShards fails if these are not all shards of some work, each once.
func AllShards(shards []Shard) error {
	if len(shards) == 0 {
		return errors.New("no shard is there")
	}
	there := map[int]bool{}
	for _, s := range shards {
		switch {
		case s.Of != shards[0].Of:
			return fmt.Errorf("shards %v and %v are not of the same work", shards[0], s)
		case there[s.Index]:
			return fmt.Errorf("shard %v is there twice", s)
		}
		there[s.Index] = true
	}
	for i := 1; i <= shards[0].Of; i++ {
		if !there[i] {
			return fmt.Errorf("shard %v is missing", Shard{i, shards[0].Of})
		}
	}
	return nil
}
