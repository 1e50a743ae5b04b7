package main

import (
	"fmt"
	"path/filepath"
	"sync"

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

// within is the path of a file in a folder, which is in the checkout's workplace unless absolute.
func (c console) within(root, folder, file string) string {
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(c.workplace(root), folder)
	}
	return filepath.Join(folder, file)
}
