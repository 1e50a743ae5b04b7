package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// choice is the value of a flag that is one of several words.
type choice struct {
	word  string
	words []string
	set   func(word string)
}

func (c *choice) String() string { return c.word }

func (c *choice) Type() string { return "word" }

func (c *choice) Set(word string) error {
	if slices.Contains(c.words, word) {
		c.word = word
		c.set(word)
		return nil
	}
	err := fmt.Errorf("want %s", alternatives(c.words))
	if near := closest(word, c.words); near != "" {
		return hinted{err, "did you mean " + near + "?"}
	}
	return err
}

// wordFlag adds a flag whose value is one of several words.
func wordFlag[T ~string](f *pflag.FlagSet, value *T, name string, byDefault T, usage string, words ...T) {
	var known []string
	for _, w := range words {
		known = append(known, string(w))
	}
	*value = byDefault
	f.Var(&choice{string(byDefault), known, func(word string) { *value = T(word) }}, name, usage)
}

// completeWords tells shell completion the words of all flags of a command, and of those
// below it, that have some.
func completeWords(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if c, ok := f.Value.(*choice); ok {
			completes(cmd, f.Name, func(*cobra.Command, []string) []string { return c.words })
		}
	})
	for _, sub := range cmd.Commands() {
		completeWords(sub)
	}
}

// completes tells shell completion which values a flag can have.
func completes(cmd *cobra.Command, flag string, words func(cmd *cobra.Command, args []string) []string) {
	err := cmd.RegisterFlagCompletionFunc(flag, func(cmd *cobra.Command, args []string, begun string) ([]string, cobra.ShellCompDirective) {
		return beginning(begun, words(cmd, args)), cobra.ShellCompDirectiveNoFileComp
	})
	if err != nil {
		panic(err) // The flag is not there, or has its words already.
	}
}

// beginning are the words that go on from what was typed.
func beginning(typed string, words []string) []string {
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !strings.HasPrefix(w, typed) })
}

// alternatives is "a, b or c".
func alternatives(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// closest is the one of the names that was most likely meant, or "" if none is near: it
// differs in few letters, or only begins so.
func closest(word string, names []string) string {
	best, least := "", 1+max(1, len(word)/3)
	for _, name := range names {
		d := distance(strings.ToLower(word), strings.ToLower(name))
		if len(word) > 2 && d >= least && best == "" && strings.HasPrefix(strings.ToLower(name), strings.ToLower(word)) {
			best = name
		}
		if d < least && d < max(len(word), len(name)) {
			best, least = name, d
		}
	}
	return best
}

// distance is the least number of letters to change, add, drop or swap with the next one
// that makes b of a.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	var before, row []int
	last := make([]int, len(to)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(from); i++ {
		row = make([]int, len(to)+1)
		row[0] = i
		for j := 1; j <= len(to); j++ {
			other := 1
			if from[i-1] == to[j-1] {
				other = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+other)
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last = last, row
	}
	return last[len(to)]
}

// unknown is the error about a name that is none of those that there are.
func unknown(err error, word string, names []string, otherwise string) error {
	if near := closest(word, names); near != "" {
		return hinted{err, "did you mean " + near + "?"}
	}
	return hinted{err, otherwise}
}
