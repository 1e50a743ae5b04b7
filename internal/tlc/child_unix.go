//go:build unix

package tlc

import (
	"fmt"
	"os/exec"
	"runtime"
	"syscall"
)

// inGroup makes a command the first of a group of its own, so that it can be killed with all that it starts, and so that
// Ctrl-C reaches this process alone, which then ends it.
func inGroup(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
}

// watch kills the group of a process when this process dies, until release is called. A shell waits for the end of a file
// that only this process can write.
func watch(pid int) (release func()) {
	shell := exec.Command("sh", "-c", fmt.Sprintf("read nothing; kill -9 -%d", pid))
	shell.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	open, err := shell.StdinPipe()
	if err != nil || shell.Start() != nil {
		return func() {} // Without a shell nothing can be done.
	}
	return func() {
		_ = shell.Process.Kill()
		_ = shell.Wait()
		open.Close()
	}
}

// peak is the most memory that an ended command had, in bytes.
func peak(cmd *exec.Cmd) int64 {
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	switch {
	case !ok:
		return 0
	case runtime.GOOS == "darwin":
		return int64(usage.Maxrss)
	}
	return 1024 * int64(usage.Maxrss)
}
