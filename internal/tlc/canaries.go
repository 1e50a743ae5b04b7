package tlc

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// Canary is one entry of spec/canaries/canaries.yaml: a module that some versions of TLC
// judge wrongly, and the right verdict.
type Canary struct {
	Name    string   `yaml:"name" json:"name"`       // Its module and configuration.
	Pattern string   `yaml:"pattern" json:"pattern"` // What is judged wrongly.
	Issue   int      `yaml:"issue" json:"issue"`     // Of tlaplus/tlaplus.
	Expect  string   `yaml:"expect" json:"expect"`   // The right verdict, as in spec/models.yaml.
	Wrong   []string `yaml:"wrong" json:"wrong"`     // The versions that were seen to get it wrong.
	Seconds int      `yaml:"seconds" json:"seconds"` // Roughly how long it takes.
}

// CanaryFolder is the folder of the canaries in that of the specs.
const CanaryFolder = "canaries"

// ReadCanaries reads the canaries in the folder of the specs.
func ReadCanaries(specs string) ([]Canary, error) {
	file := filepath.Join(specs, CanaryFolder, "canaries.yaml")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	var index struct{ Canaries []Canary }
	if err := decoder.Decode(&index); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	if len(index.Canaries) == 0 {
		return nil, fmt.Errorf("%s: lists no canary", file)
	}
	for i, c := range index.Canaries {
		m := c.Model()
		m.Distinct = 1 // Any number will do.
		err := m.validate()
		switch {
		case err != nil:
			return nil, fmt.Errorf("%s: canary %q: %w", file, c.Name, err)
		case c.Issue == 0 || c.Seconds == 0:
			return nil, fmt.Errorf("%s: canary %q: issue and seconds must be given", file, c.Name)
		case slices.ContainsFunc(index.Canaries[:i], func(other Canary) bool { return other.Name == c.Name }):
			return nil, fmt.Errorf("%s: two canaries are called %q", file, c.Name)
		}
	}
	return index.Canaries, nil
}

// Model is the canary as a model, any number of whose states will do.
func (c Canary) Model() Model {
	at := path.Join(CanaryFolder, c.Name)
	if c.Name == "" {
		at = ""
	}
	return Model{Name: at, Module: at, Config: at, About: c.Pattern, Expect: c.Expect, Seconds: c.Seconds, Tier: TierTest}
}

// CanaryCheck is what a TLC made of a canary.
type CanaryCheck struct {
	Canary
	Got      string  `json:"got"`
	Right    bool    `json:"right"`
	AsSeen   bool    `json:"asSeen"`             // Whether this version was seen to get it so.
	Unjudged string  `json:"unjudged,omitempty"` // Why there is no verdict.
	Took     float64 `json:"took"`               // In seconds.
}

// Judge is how a model is checked: with TLC, or, in tests, with something that claims to
// be one.
type Judge func(context.Context, Model) (Check, error)

// CheckCanary has a canary judged by a TLC of that version, such as "2.18 of 20 March 2023".
func CheckCanary(ctx context.Context, c Canary, version string, judge Judge) (CanaryCheck, error) {
	result := CanaryCheck{Canary: c}
	check, err := judge(ctx, c.Model())
	switch {
	case ctx.Err() != nil:
		return result, errors.Join(err, ctx.Err())
	case err != nil:
		result.Unjudged = err.Error()
		return result, nil
	}
	number, _, _ := strings.Cut(version, " ")
	result.Got, result.Took = check.Got, check.Seconds
	result.Right = check.Got == c.Expect
	result.AsSeen = result.Right != slices.Contains(c.Wrong, number)
	return result, nil
}
