package main

import (
	"fmt"
	"path/filepath"
	"sync"

	"github.com/spf13/pflag"

	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

// logFolder is the folder for TLC's own output, in the workplace of a checkout.
const logFolder = "out/tlc"

var toldOfWorkplace sync.Once

// workplace is the folder for what is written for a checkout. That it is another than the checkout is said once.
func (c console) workplace(root string) string {
	place := tlc.Workplace(root)
	if place != root {
		toldOfWorkplace.Do(func() {
			fmt.Fprintf(c.err, "lockstep: %s cannot be written, so logs and compiled classes are in %s\n", root, place)
		})
	}
	return place
}

// cache is the folder that keeps what TLC found in a checkout; "" if none is to be used.
func (c console) cache(root string, off bool) string {
	if off {
		return ""
	}
	return tlc.CacheFolder(c.workplace(root))
}

// cached is a figure of a run, or says that there was none.
func cached(is bool, figure string) string {
	if is {
		return "cached"
	}
	return figure
}

// cacheHelp says when TLC does not run.
const cacheHelp = `What TLC finds is cached in out/cache of the checkout. TLC does not run again for the same
modules, configuration, jar, Java and arguments; the row then says "cached". A run without
a verdict is never cached. Use --no-cache to run TLC anyway. LOCKSTEP_CACHE names another
folder, or is off. If CI is set and LOCKSTEP_CACHE is not, nothing is cached.`

// cacheFlag is the flag that turns the cache off.
func cacheFlag(f *pflag.FlagSet, off *bool) {
	f.BoolVar(off, "no-cache", false, "run TLC even where an equal run has a verdict in the cache")
}

// within is the path of a file in a folder, which is in the checkout's workplace unless absolute.
func (c console) within(root, folder, file string) string {
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(c.workplace(root), folder)
	}
	return filepath.Join(folder, file)
}
