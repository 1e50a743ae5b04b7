// Command lockstep checks the specs, runs and explores their Go twins, and holds
// the one against the other. `lockstep help` lists what it does.
package main

import (
	"context"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

func main() {
	ctx, stop := untilSignal()
	defer stop()
	os.Exit(run(ctx, console{out: os.Stdout, err: os.Stderr}, os.Args[1:]))
}

// untilSignal is a context that ends with the first signal to end; a second one ends the program at once. What was
// ignored when the program began, as nohup has it of SIGHUP, stays ignored.
func untilSignal() (context.Context, context.CancelFunc) {
	signals := []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}
	signals = slices.DeleteFunc(signals, signal.Ignored)
	if len(signals) == 0 { // Of none NotifyContext makes all.
		return context.WithCancel(context.Background())
	}
	ctx, stop := signal.NotifyContext(context.Background(), signals...)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}
