package tlc

import (
	"os/exec"
	"runtime"
	"syscall"
)

// start starts a child; release is to be called when it has ended, by the same goroutine. Linux kills the child when the
// thread that started it ends, so the goroutine keeps its thread until then.
func start(cmd *exec.Cmd) (release func(), err error) {
	cmd.SysProcAttr.Pdeathsig = syscall.SIGKILL
	runtime.LockOSThread()
	if err := cmd.Start(); err != nil {
		runtime.UnlockOSThread()
		return nil, err
	}
	return runtime.UnlockOSThread, nil
}
