package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
	"github.com/lockstep-paxos/lockstep/internal/tlc/tlctest"
)

var (
	link    = regexp.MustCompile(`\]\(([^)#\s]+)(?:#[^)]*)?\)`)
	command = regexp.MustCompile("(?m)(?:^|`)(lockstep (?:[a-z]+)(?: [^`\n]*)?|go test [^`\n]*)(?:$|`)")
	test    = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz|Benchmark|Example)\w*)\(`)
)

// What pages name exists: files that they link to, commands with their flags, models,
// packages and tests.
func TestWhatThePagesNameExists(t *testing.T) {
	root := tlctest.Root(t)
	var pages []string
	for _, folder := range []string{"", "docs", "spec", "spec/broken"} {
		entries, err := os.ReadDir(filepath.Join(root, folder))
		require.NoError(t, err)
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".md") {
				pages = append(pages, filepath.Join(folder, e.Name()))
			}
		}
	}
	links, commands := 0, 0
	for _, page := range pages {
		text, err := os.ReadFile(filepath.Join(root, page))
		require.NoError(t, err)
		for _, l := range link.FindAllStringSubmatch(string(text), -1) {
			if !strings.Contains(l[1], "://") {
				_, err := os.Stat(filepath.Join(root, filepath.Dir(page), l[1]))
				assert.NoError(t, err, page)
				links++
			}
		}
		for _, c := range command.FindAllStringSubmatch(quoted(string(text)), -1) {
			assert.NoError(t, exists(root, c[1]), "%s: %s", page, c[1])
			commands++
		}
	}
	require.Greater(t, links, 50)
	require.Greater(t, commands, 100)
}

// quoted are the lines of a page that it quotes, and of others what stands in backquotes.
func quoted(page string) string {
	var b strings.Builder
	isQuoted := false
	for line := range strings.Lines(page) {
		switch {
		case strings.HasPrefix(line, "```"):
			isQuoted = !isQuoted
		case isQuoted:
			b.WriteString(line)
		default:
			b.WriteString("  " + line)
		}
	}
	return b.String()
}

// A command that is none is found, whatever is wrong with it.
func TestAPageThatNamesWhatIsNotThereIsRefused(t *testing.T) {
	root := tlctest.Root(t)
	for line, want := range map[string]string{
		"lockstep tcl MCSynod":                                  "tcl",
		"lockstep tlc MCSynodBig":                               "no model MCSynodBig",
		"lockstep run synod --rums 3":                           "--rums",
		"lockstep run election --runs 3 && lockstep tlc No":     "no model No",
		"go test ./sinod":                                       "sinod",
		"go test ./synod -run NoSuchStory":                      "NoSuchStory",
		"go test ./synod -run 'Evaluated\\|NoSuchStory'":        "NoSuchStory",
		"go test ./internal/catalog -run '^$' -bench NoSuchOne": "NoSuchOne",
	} {
		require.ErrorContains(t, exists(root, line), want, line)
	}
	require.NoError(t, exists(root, "lockstep explore PROTOCOL --compare # of each"))
	require.NoError(t, exists(root, "go test ./synod ./election -run 'Stories/second'"))
}

// exists is what is wrong with a command of a page. Words of capitals stand for others.
func exists(root, line string) error {
	line, _, _ = strings.Cut(line, " #")
	line = strings.NewReplacer(`\|`, "|", "'", "").Replace(line)
	var all []error
	for c := range strings.SplitSeq(line, " && ") {
		words := strings.Fields(c)
		if words[0] == "go" {
			all = append(all, isTest(root, words[2:]))
		} else {
			all = append(all, isCommand(root, words[1:]))
		}
	}
	return errors.Join(all...)
}

func isCommand(root string, words []string) error {
	for i, w := range words {
		if strings.Trim(w, "AÄBCDEFGHIJKLMNOPQRSTUVWXYZ.…") == "" {
			words[i] = "1"
		}
	}
	cmd, rest, err := newRoot(console{}).Find(words)
	if err != nil {
		return err
	}
	if err := cmd.ParseFlags(rest); err != nil {
		return err
	}
	if cmd.HasSubCommands() && cmd.Flags().NArg() > 0 && !slices.Contains([]string{"1", "help"}, cmd.Flags().Arg(0)) {
		return fmt.Errorf("%s has no command %s", cmd.CommandPath(), cmd.Flags().Arg(0))
	}
	if cmd.Name() != "tlc" || cmd.Flags().Changed("canaries") {
		return nil
	}
	models, err := tlc.ReadModels(filepath.Join(root, "spec", "models.yaml"))
	if err != nil {
		return err
	}
	for _, name := range cmd.Flags().Args() {
		if !slices.Contains(namesOf(models), name) && name != "1" && !strings.Contains(name, "NAME") {
			return fmt.Errorf("no model %s", name)
		}
	}
	return nil
}

func isTest(root string, words []string) error {
	var names string
	patterns := map[string]string{}
	for i, w := range words {
		switch {
		case w == "-run" || w == "-bench":
			patterns[w] = words[i+1]
		case strings.HasPrefix(w, "./") && !strings.HasSuffix(w, "..."):
			files, err := os.ReadDir(filepath.Join(root, w))
			if err != nil {
				return err
			}
			for _, f := range files {
				if strings.HasSuffix(f.Name(), "_test.go") {
					text, err := os.ReadFile(filepath.Join(root, w, f.Name()))
					if err != nil {
						return err
					}
					for _, m := range test.FindAllStringSubmatch(string(text), -1) {
						names += m[1] + "\n"
					}
				}
			}
		}
	}
	for _, pattern := range patterns {
		first, _, _ := strings.Cut(pattern, "/")
		for one := range strings.SplitSeq(first, "|") {
			if one != "^$" && !regexp.MustCompile("(?m)"+one).MatchString(names) {
				return fmt.Errorf("no test is called %s", one)
			}
		}
	}
	return nil
}
