// Command lockstep checks the specs, runs and explores their Go twins, and holds
// the one against the other. `lockstep help` lists what it does.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, console{out: os.Stdout, err: os.Stderr}, os.Args[1:]))
}
