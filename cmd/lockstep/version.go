package main

import (
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// versionReport is what lockstep version prints.
type versionReport struct {
	Lockstep string        `json:"lockstep"`           // The version of the module, or "(devel)".
	Revision string        `json:"revision,omitempty"` // Of the checkout that it was built from, if Go noted it.
	Time     string        `json:"time,omitempty"`     // When that was committed.
	Modified bool          `json:"modified"`           // Whether the checkout had changes that were not committed.
	Go       string        `json:"go"`
	TLC      *tlc.Identity `json:"tlc,omitempty"`        // The TLC that would be run.
	Missing  string        `json:"tlcMissing,omitempty"` // Why there is none.
}

func newVersion(io console) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of lockstep, Go and TLC",
		Long: `Print which lockstep this is and from which revision it was built, which Go built it, and
which TLC it would run: the jar, its version, and its SHA-256. If there is no TLC, it says
so; that is not an error.`,
		Example: examples("lockstep version", "lockstep version --json"),
		Args:    noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			report := versions(cmd)
			if asJSON {
				return io.printJSON(report)
			}
			return io.table("what | version | more", versionRows(report))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the table as JSON")
	return cmd
}

func versions(cmd *cobra.Command) versionReport {
	r := versionReport{Lockstep: "unknown", Go: runtime.Version()}
	if info, ok := debug.ReadBuildInfo(); ok {
		r.Lockstep = info.Main.Version
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				r.Revision = s.Value
			case "vcs.time":
				r.Time = s.Value
			case "vcs.modified":
				r.Modified = s.Value == "true"
			}
		}
	}
	root, outside := checkout(cmd)
	jar, err := tlc.FindJar(root)
	if outside != nil && err != nil {
		err = outside
	}
	if err == nil {
		r.TLC, err = tlc.Identify(jar)
	}
	if err != nil {
		r.Missing = err.Error()
	}
	return r
}

func versionRows(r versionReport) [][]string {
	from := "no revision is noted"
	if r.Revision != "" {
		from = "revision " + r.Revision + " of " + r.Time
	}
	if r.Modified {
		from += ", with changes"
	}
	rows := [][]string{{"lockstep", r.Lockstep, from}, {"go", r.Go, runtime.GOOS + "/" + runtime.GOARCH}}
	if r.TLC == nil {
		return append(rows, []string{"tlc", "none", r.Missing})
	}
	pinned := "not the pinned jar"
	if r.TLC.Pinned {
		pinned = "the pinned jar"
	}
	return append(rows, []string{"tlc", r.TLC.Version, pinned + ", " + relative(r.TLC.Jar)}, []string{"", "", "SHA-256 " + r.TLC.SHA256})
}
