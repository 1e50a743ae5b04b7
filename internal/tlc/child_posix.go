//go:build unix && !linux

package tlc

import "os/exec"

// start starts a child; release is to be called when it has ended.
func start(cmd *exec.Cmd) (release func(), err error) {
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	return watch(cmd.Process.Pid), nil
}
