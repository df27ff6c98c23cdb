package cluster

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// statusReady is what a server writes when it takes connections (src/include/utils/pidfile.h).
const statusReady = "ready"

// A pidFile is what a server tells about itself in postmaster.pid. After a
// crash the file stays behind; the zero value is no file.
type pidFile struct {
	pid    int
	socket string // directory
	status string
	size   int // bytes, -1 without a file
}

func pidFileOf(data string) string { return filepath.Join(data, "postmaster.pid") }

func readPidFile(data string) pidFile {
	text, err := os.ReadFile(pidFileOf(data))
	if err != nil {
		return pidFile{size: -1}
	}
	lines := strings.Split(string(text), "\n")
	line := func(n int) string {
		if n > len(lines) {
			return ""
		}
		return strings.TrimSpace(lines[n-1])
	}
	pid, _ := strconv.Atoi(line(1))
	return pidFile{pid: pid, socket: line(5), status: line(8), size: len(text)}
}

// alive reports whether there is a process of that number, though maybe
// another's. A dead one that nobody has buried does not count.
func (p pidFile) alive() bool { return len(p.command()) > 0 }

// command is the command line of the process of that number, empty if there is none.
func (p pidFile) command() []byte {
	command, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", p.pid))
	return command
}

// listens reports whether somebody holds the socket, even if not ready yet or any more.
func listens(socket string) bool {
	if socket == "" {
		return false
	}
	conn, err := net.DialTimeout("unix", socketFile(socket), time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// disown mends a pid file left by a crash that would keep a new server from
// starting: an empty one, or one whose number now belongs to a stranger (in a
// container the numbers are small and come back soon) or to the unburied. It is not deleted but
// given our own number: PostgreSQL takes its parent's for stale, and still
// checks by the rest of the file that no old backend is attached to the memory.
// The caller holds the lock and knows that nothing listens.
func (c *Cluster) disown(p pidFile) error {
	path := pidFileOf(c.data)
	if p.size == 0 {
		return os.Remove(path)
	}
	if p.pid <= 0 || p.pid == os.Getpid() || bytes.Contains(p.command(), []byte(c.data)) {
		return nil // nothing to mend, or a server of ours about to go, which PostgreSQL itself waits out
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	// Opened for writing without O_CREATE: owner and mode stay the server's.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = fmt.Fprintf(f, "%d\n%s", os.Getpid(), rest)
	return err
}
