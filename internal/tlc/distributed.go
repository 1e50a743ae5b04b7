package tlc

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// DefaultPort is the port that TLC's server listens on unless told otherwise.
const DefaultPort = 10997

// Node is what server and worker of a distributed run have in common. Each is a
// Java process that the others call, so each listens.
type Node struct {
	Jar     string        // The jar to run; see Jar. Server and workers need the same.
	Classes string        // What NodeClasses made for the jar.
	Listen  string        // The address of this machine that it listens on, and that the others call.
	Port    int           // The server's port. Every process opens one more, which the system picks.
	Wait    time.Duration // How long the server goes on without a worker, or a worker without the server.
	Log     string        // The file that keeps TLC's own output; none if empty.
}

//go:embed distributed/Lockstep.java
var nodeSource []byte

// NodeClasses compiles the way into TLC's distributed mode, as Compile does.
func NodeClasses(ctx context.Context, jar, tools string) (string, error) {
	folder, err := newScratch()
	if err != nil {
		return "", err
	}
	defer folder.Remove()
	source := filepath.Join(folder.Path, "Lockstep.java")
	if err := os.WriteFile(source, nodeSource, 0o600); err != nil {
		return "", err
	}
	return Compile(ctx, jar, tools, source)
}

// accepted are the classes that a process takes from the network: TLC's, and of
// Java what is no more than data. TLC asks nobody who they are; this is no lock.
const accepted = "tlc2.**;util.**;java.base/*;java.rmi/*;jdk.proxy*;com.sun.proxy.*;!*"

// command is the command line of a process; l gets the links that it needs.
func (n Node) command(l *links, heapMB int, properties []string, args ...string) ([]string, error) {
	java, err := javaTool("java")
	if err != nil {
		return nil, err
	}
	line, err := javaArgs(java, false, heapMB, l.scratch)
	if err != nil {
		return nil, err
	}
	line = append(line,
		"-Djava.rmi.server.hostname="+n.Listen,
		"-Djdk.serialFilter="+accepted,
		"-Dtlc2.tool.distributed.TLCServer.port="+strconv.Itoa(n.Port),
		// So that TLC can name a worker by its port.
		"--add-exports=java.rmi/sun.rmi.server=ALL-UNNAMED", "--add-exports=java.rmi/sun.rmi.transport=ALL-UNNAMED")
	line = append(line, properties...)
	for _, path := range []*string{&n.Classes, &n.Jar} {
		if err := toAbsolute(path); err != nil {
			return nil, err
		}
	}
	return append(append(line, "-cp", l.join(n.Classes, n.Jar), "tlc2.tool.distributed.Lockstep"), args...), nil
}

// partner makes the process of a command line, which works in folder. When ctx ends it is asked to end, so that it tells
// the others, and is killed if it does not.
func partner(ctx context.Context, folder string, line []string) *exec.Cmd {
	cmd := child(ctx, folder, line)
	cmd.Env = append(cmd.Env, "LOCKSTEP_PARENT="+strconv.Itoa(os.Getpid()))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	return cmd
}

// validate returns nil if this machine can listen as the node says. The port is
// tried too if it is the node's own.
func (n Node) validate(own bool) error {
	if n.Port < 1 || n.Port > 65535 {
		return fmt.Errorf("port %d: want one from 1 to 65535", n.Port)
	}
	if n.Wait <= 0 {
		return fmt.Errorf("wait %s: want some time", n.Wait)
	}
	ip := net.ParseIP(n.Listen)
	if ip == nil {
		return fmt.Errorf("listen %s: want an IP address of this machine", n.Listen)
	}
	if ip.IsUnspecified() {
		return fmt.Errorf("listen %s: want the one address that the others call, not all", n.Listen)
	}
	port := 0
	if own {
		port = n.Port
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(n.Listen, strconv.Itoa(port)))
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("port %d: is taken on %s; name another", port, n.Listen)
	}
	if err != nil {
		return fmt.Errorf("listen %s: this machine cannot: %w", n.Listen, err)
	}
	return listener.Close()
}
