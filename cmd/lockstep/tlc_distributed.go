package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/lockstep-paxos/lockstep/internal/limits"
	"github.com/lockstep-paxos/lockstep/internal/plain"
	"github.com/lockstep-paxos/lockstep/internal/tlc"
)

const distributedHelp = `A model that is too large for one machine can run on several: --serve MODEL on one of
them and --join HOST on the others, each in the same checkout with the same TLC. This
checks invariants, deadlock, assumptions and the number of distinct states. It does not
check properties: a model that has some is refused, or served without them
(--without-properties). A worker exits with 0 if it worked until the server ended; the
server prints the verdict.

TLC authenticates nobody: whoever reaches a server can read the modules and falsify the
result, and a worker runs what its server sends. So both listen on this machine only,
unless --listen names another of its addresses, on a network that you trust. See
docs/distributed.md.`

// distributedOptions are those of a server and of a worker.
type distributedOptions struct {
	serve   string // The model to serve.
	join    string // The host of the server to join.
	listen  string
	port    int
	wait    time.Duration
	threads int
	without bool
}

func (o *distributedOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.serve, "serve", "", "check this model with the workers that --join")
	cmd.Flags().StringVar(&o.join, "join", "", "work for the server on this host until it ends")
	cmd.Flags().StringVar(&o.listen, "listen", "127.0.0.1", "with --serve or --join: the address of this machine to listen on")
	cmd.Flags().IntVar(&o.port, "port", tlc.DefaultPort, "with --serve or --join: the port of the server")
	cmd.Flags().DurationVar(&o.wait, "wait", 5*time.Minute, "with --serve or --join: how long to wait for a worker or a server")
	cmd.Flags().IntVar(&o.threads, "threads", 0, "with --join: the number of threads (default: one for each processor)")
	cmd.Flags().BoolVar(&o.without, "without-properties", false, "with --serve: serve a model without its properties")
}

// validate returns nil if the flags go together.
func (o distributedOptions) validate(cmd *cobra.Command, args []string) error {
	given := cmd.Flags().Changed
	mode := ""
	if err := wantCount("threads", o.threads, 0, limits.Threads); err != nil {
		return err
	}
	switch {
	case given("serve") && given("join"):
		return errors.New("--serve and --join: a process does one of them; join from another terminal")
	case given("serve") && o.serve == "":
		return hinted{errors.New("--serve: name the model"), "lockstep tlc --list"}
	case given("join") && o.join == "":
		return errors.New("--join: name the host of the server")
	case given("serve"):
		mode = "--serve"
	case given("join"):
		mode = "--join"
	}
	if mode != "" && len(args) > 0 {
		return fmt.Errorf("%s takes no further models, such as %s", mode, args[0])
	}
	for _, f := range []struct{ name, with string }{
		{"listen", "--serve --join"}, {"port", "--serve --join"}, {"wait", "--serve --join"},
		{"threads", "--join"}, {"without-properties", "--serve"},
	} {
		if given(f.name) && (mode == "" || !strings.Contains(f.with, mode)) {
			return fmt.Errorf("--%s goes with %s only", f.name, strings.ReplaceAll(f.with, " ", " or "))
		}
	}
	for _, name := range []string{"tier", "list"} {
		if given(name) && mode != "" {
			return fmt.Errorf("--%s does not go with %s", name, mode)
		}
	}
	return nil
}

// node is what server and worker have in common.
func (o tlcOptions) node(ctx context.Context, io console, log string) (tlc.Node, error) {
	jar, err := tlc.Jar(o.root)
	if err != nil {
		return tlc.Node{}, err
	}
	classes, err := tlc.NodeClasses(ctx, jar, filepath.Join(tlc.Workplace(o.root), ".tools"))
	d := o.distributed
	return tlc.Node{Jar: jar, Classes: classes, Listen: d.listen, Port: d.port, Wait: d.wait, Log: io.within(o.root, o.logs, log)}, err
}

// serveTLC checks a model with the workers that join.
func serveTLC(ctx context.Context, io console, o tlcOptions) error {
	specs := filepath.Join(o.root, "spec")
	all, err := tlc.ReadModels(filepath.Join(specs, "models.yaml"))
	if err != nil {
		return err
	}
	o.names = []string{o.distributed.serve}
	models, err := choose(all, o)
	if err != nil {
		return err
	}
	m := models[0]
	node, err := o.node(ctx, io, m.Name+"-distributed.log")
	if err != nil {
		return err
	}
	server := tlc.Server{Node: node, Without: o.distributed.without}
	if o.printCommand {
		line, err := server.Command(specs, m, "SCRATCH")
		if err != nil {
			return o.distributed.explain(fmt.Errorf("model %s: %w", m.Name, err))
		}
		return printLine(io, line)
	}
	p := io.progress()
	warn(io, o.distributed.listen)
	server.Ready = func() {
		fmt.Fprintf(io.err, "lockstep: serving %s; workers join with: %s\n", m.Name, o.distributed.joining(o.distributed.listen))
	}
	server.Progress = func(at tlc.Progress, workers int) {
		p.show("%s: worker threads %d, depth %d, %d generated, %d distinct, %d to do", m.Name, workers, at.Depth, at.Generated, at.Distinct, at.Left)
	}
	check, err := tlc.CheckServed(ctx, specs, m, server)
	p.done()
	if err != nil {
		return o.distributed.explain(err)
	}
	table := tlcTable(io, p, o, models, func(tlc.Model) tlc.Job { return tlc.Job{Log: node.Log} })
	if err := table.add(tlcRow(check), check); err != nil {
		return err
	}
	return showTLC(io, tlcReport{Passed: check.Passed(), Models: []tlc.Check{check}, Specs: specsIn(o.root)}, o.format)
}

// onPort is the command with the port, unless it goes without saying.
func (o distributedOptions) onPort(command string) string {
	if o.port != tlc.DefaultPort {
		command += " --port " + strconv.Itoa(o.port)
	}
	return command
}

// joining is the command that joins the server on a host.
func (o distributedOptions) joining(host string) string {
	return o.onPort("lockstep tlc --join " + host)
}

// explain says what to do about an error.
func (o distributedOptions) explain(err error) error {
	switch {
	case errors.Is(err, tlc.ErrNoWorker):
		return hinted{err, o.joining(o.listen) + ", in another terminal"}
	case errors.Is(err, tlc.ErrNoServer):
		return hinted{err, o.onPort("lockstep tlc --serve MODEL") + ", on " + o.join}
	case errors.Is(err, tlc.ErrProperties):
		return hinted{err, "lockstep tlc " + o.serve + " checks it on one machine; --without-properties leaves it out"}
	}
	return err
}

// warn says what it means to listen on another address than the machine's own.
func warn(io console, listen string) {
	if ip := net.ParseIP(listen); ip != nil && !ip.IsLoopback() {
		fmt.Fprintf(io.err, "lockstep: listening on %s; TLC asks nobody who they are: whoever reaches it can read the modules, falsify the result, and perhaps run code\n", listen)
	}
}

func printLine(io console, line []string) error {
	_, err := fmt.Fprintln(io.out, plain.Command(line...))
	return err
}

// joinTLC works for a server until that ends.
func joinTLC(ctx context.Context, io console, o tlcOptions, asJSON bool) error {
	d := o.distributed
	if err := d.reachable(ctx); err != nil {
		return err
	}
	node, err := o.node(ctx, io, fmt.Sprintf("worker-%d.log", os.Getpid()))
	if err != nil {
		return err
	}
	worker := tlc.Worker{Node: node, Server: d.join, Threads: d.threads}
	if o.printCommand {
		line, err := worker.Command("SCRATCH")
		if err != nil {
			return err
		}
		return printLine(io, line)
	}
	warn(io, d.listen)
	worker.Ready = func() {
		fmt.Fprintf(io.err, "lockstep: working for %s\n", net.JoinHostPort(d.join, strconv.Itoa(d.port)))
	}
	work, err := tlc.Join(ctx, worker)
	if err != nil {
		return d.explain(err)
	}
	if asJSON {
		return io.printJSON(work)
	}
	return io.table("server | threads | generated | seconds | log", [][]string{{
		work.Server, strconv.Itoa(work.Threads), strconv.FormatInt(work.Generated, 10), fmt.Sprintf("%.1f", work.Seconds), relative(work.Log),
	}})
}

// reachable returns nil unless the server is on another machine and would call the
// worker on its own.
func (o distributedOptions) reachable(ctx context.Context) error {
	hosts, err := net.DefaultResolver.LookupIPAddr(ctx, o.join)
	if err != nil {
		return fmt.Errorf("--join %s: %w", o.join, err)
	}
	listen := net.ParseIP(o.listen)
	if hosts[0].IP.IsLoopback() || !listen.IsLoopback() {
		return nil
	}
	hint := "--listen ADDRESS, which the server can reach"
	if c, err := net.Dial("udp", net.JoinHostPort(hosts[0].String(), strconv.Itoa(o.port))); err == nil { // Sends nothing.
		hint = fmt.Sprintf("%s --listen %s", o.joining(o.join), c.LocalAddr().(*net.UDPAddr).IP)
		c.Close()
	}
	return hinted{fmt.Errorf("--listen %s: the server on %s calls its workers, and would not find this one", o.listen, o.join), hint}
}
