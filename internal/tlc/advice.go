package tlc

import (
	"fmt"
	"os"
	"slices"
	"strings"
)

// optionVariables are the environment variables that Java takes options from.
var optionVariables = []string{"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"}

// What Java says when it cannot start, by what is to be done.
var (
	shortOfMemory = []string{"Could not reserve", "Could not allocate", "insufficient memory", "OutOfMemoryError", "pthread_create failed", "Invalid maximum heap size"}
	tooOld        = []string{"UnsupportedClassVersionError", "more recent version of the Java", "invalid flag: --release", "Unrecognized option", "Unrecognized VM option"}
)

// withAdvice adds to what Java said when it did not start what may be done about it.
func withAdvice(said string, heapMB int) string {
	has := func(text string) bool { return strings.Contains(said, text) }
	options := slices.IndexFunc(optionVariables, func(name string) bool { return os.Getenv(name) != "" })
	switch {
	case said == "":
		return "it said nothing; try java -version"
	case slices.ContainsFunc(shortOfMemory, has):
		return fmt.Sprintf("%s; Java was to have a heap of %d MB: free memory, or raise what the shell (ulimit -v) or the control group allows", said, heapMB)
	case options >= 0:
		name := optionVariables[options]
		return fmt.Sprintf("%s; Java takes options from %s=%s: correct or unset it", said, name, os.Getenv(name))
	case slices.ContainsFunc(tooOld, has):
		return said + "; try java -version: it must be 11 or later"
	}
	return said
}
