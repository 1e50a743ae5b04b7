package tlc

import (
	"context"
	"os"
	"os/exec"
	"time"
)

// child makes a process of a command line that ends with ctx and, however this process ends, with it. Folder is where it
// works. Its locale is one in which names of files have any letter, whatever the user's is.
func child(ctx context.Context, folder string, line []string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	cmd.WaitDelay = 5 * time.Second
	inGroup(cmd)
	return cmd
}
