package validate

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
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
	var parts []Part
	for _, l := range lanes {
		shard, err := ParseShard(l.Shard)
		if err != nil {
			return err
		}
		of[l] = shard
		parts = append(parts, Part{shard, l.Trace, l.Part})
	}
	if err := AllParts(parts); err != nil {
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

// Part is what a shard judged, as its report tells: Of stands for the whole work, Own for the
// part of it that fell to the shard.
type Part struct {
	Shard Shard
	Of    string
	Own   string
}

// WholeOf stands for some work, by what stands for its parts, in order: so the reports of all
// shards show that each judged its part of one whole.
func WholeOf(parts []string) string { return digestOfText(strings.Join(parts, "\n")) }

// DigestOf stands for what a file holds.
func DigestOf(file io.Reader) (string, error) {
	hash := sha256.New()
	_, err := io.Copy(hash, file)
	return short(hash.Sum(nil)), err
}

// digestOfText stands for a text.
func digestOfText(text string) string {
	sum := sha256.Sum256([]byte(text))
	return short(sum[:])
}

// short is as much of a sum as tells files apart that nobody has forged.
func short(sum []byte) string { return fmt.Sprintf("%x", sum)[:16] }

// OneWork fails if these are not parts of one work, each once.
func OneWork(parts []Part) error {
	there := map[int]bool{}
	for _, p := range parts {
		switch {
		case p.Shard.Of != parts[0].Shard.Of:
			return fmt.Errorf("shards %v and %v are not of the same work", parts[0].Shard, p.Shard)
		case p.Of != parts[0].Of:
			return fmt.Errorf("shards %v and %v are of different traces", parts[0].Shard, p.Shard)
		case there[p.Shard.Index]:
			return fmt.Errorf("shard %v is there twice", p.Shard)
		}
		there[p.Shard.Index] = true
	}
	return nil
}

// AllParts fails if these are not all parts of one work, each once.
func AllParts(parts []Part) error {
	if len(parts) == 0 {
		return errors.New("no shard is there")
	}
	if err := OneWork(parts); err != nil {
		return err
	}
	own := make([]string, parts[0].Shard.Of)
	for _, p := range parts {
		own[p.Shard.Index-1] = p.Own
	}
	for i, part := range own {
		if part == "" {
			return fmt.Errorf("shard %v is missing", Shard{i + 1, len(own)})
		}
	}
	if WholeOf(own) == parts[0].Of {
		return nil
	}
	for i, part := range own {
		if first := slices.Index(own, part); first < i {
			return fmt.Errorf("shards %v and %v judged the same part", Shard{first + 1, len(own)}, Shard{i + 1, len(own)})
		}
	}
	return errors.New("what the shards judged does not make up the whole that they are of")
}
