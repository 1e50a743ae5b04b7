// Package spec holds the specs, their models, and what TLC needs to judge traces: the trace
// specs and the Java sources.
package spec

import "embed"

// Files are those in this folder, as they were when the program was built.
//
//go:embed *.tla *.cfg models.yaml broken canaries sometimes trace
var Files embed.FS
