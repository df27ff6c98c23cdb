package cluster

import (
	"fmt"
	"log/slog"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// A server is a PostgreSQL ready to be started: where, by what, as whom.
type server struct {
	installation
	account
	data     string
	socket   string
	settings map[string]string
}

// settings fit a desk-size machine: little memory and few processes at rest,
// short transactions, nothing ever lost. They are given on the command line, so
// that the data directory's own files stay as initdb made them.
var settings = map[string]string{
	"cluster_name":            "officer-portal",
	"listen_addresses":        "",
	"unix_socket_permissions": "0700",
	"timezone":                "UTC",
	"log_timezone":            "UTC",

	"max_connections":                  "50",
	"shared_buffers":                   "128MB", // taken from the system only as far as used
	"effective_cache_size":             "1GB",
	"work_mem":                         "8MB",
	"maintenance_work_mem":             "64MB",
	"random_page_cost":                 "1.1",
	"huge_pages":                       "off",
	"jit":                              "off", // compiling costs more than our statements
	"max_worker_processes":             "2",
	"max_parallel_workers_per_gather":  "0", // also: shared memory is scarce in containers
	"max_parallel_maintenance_workers": "0",
	"max_logical_replication_workers":  "0", // saves a process
	"max_wal_senders":                  "2", // for pg_basebackup
	"autovacuum_max_workers":           "2",
	"checkpoint_timeout":               "15min",
	"wal_compression":                  "on",

	// What the portal is told as an error it logs itself, without values; a
	// server's error texts quote them ("Key (email)=(…) already exists").
	"log_min_messages":        "log",
	"log_min_error_statement": "panic",
	"log_error_verbosity":     "terse",
	"log_checkpoints":         "off",
	"log_line_prefix":         "",
}

// unsafe trades durability for speed (documentation, 14.5 Non-Durable Settings).
var unsafe = map[string]string{
	"fsync":                 "off",
	"synchronous_commit":    "off",
	"full_page_writes":      "off",
	"max_wal_size":          "4GB",
	"autovacuum_naptime":    "10min",
	"wal_compression":       "off",
	"max_connections":       "400", // many test binaries, each with pools of its own
	"checkpoint_timeout":    "1h",
	"bgwriter_lru_maxpages": "0",
}

func settingsFor(opts Options) map[string]string {
	all := maps.Clone(settings)
	if opts.FastUnsafe {
		maps.Copy(all, unsafe)
	}
	maps.Copy(all, opts.Settings)
	return all
}

// command is the server's process: in its own process group, so that Ctrl-C in
// a terminal reaches the portal alone, which then stops it in good order; and
// with a fast shutdown as its parent-death signal, so that it never outlives
// the portal. To be started by the supervising goroutine.
func (s *server) command(log *slog.Logger) (*exec.Cmd, *tail) {
	// The socket directory is a list to PostgreSQL: quotes keep a comma or a blank in it from dividing it.
	args := []string{"-D", s.data, "-k", `"` + strings.ReplaceAll(s.socket, `"`, `""`) + `"`, "-p", port}
	for _, name := range slices.Sorted(maps.Keys(s.settings)) {
		args = append(args, "-c", name+"="+s.settings[name])
	}
	cmd := s.child(syscall.SIGINT, "postgres", args...)
	out := &tail{log: log}
	cmd.Stdout, cmd.Stderr = out, out
	// Backends of a killed server hold the pipe a little longer; do not wait for them.
	cmd.WaitDelay = 200 * time.Millisecond
	return cmd, out
}

// initialise makes a new data directory. It is whole once it has its final
// name: what a crash leaves under the other name is set aside, never used.
func (s *server) initialise(fast bool) error {
	fresh := s.data + ".new"
	if _, err := os.Lstat(fresh); err == nil {
		if err := os.Rename(fresh, fmt.Sprintf("%s.%d", fresh, time.Now().UnixNano())); err != nil {
			return err
		}
	}
	if err := s.makeDir(fresh); err != nil {
		return err
	}
	args := []string{
		"-D", fresh, "--username=" + Superuser, "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums",
		"--auth-local=trust", "--auth-host=reject",
	}
	if fast {
		args = append(args, "--no-sync")
	}
	if out, err := s.child(syscall.SIGKILL, "initdb", args...).CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s%s", err, out, s.hint())
	}
	if err := os.Rename(fresh, s.data); err != nil {
		return err
	}
	return syncDir(filepath.Dir(s.data))
}

// child is a program of the installation, run as the server's user, with an
// environment of its own: PG… variables of the portal's would change its ways.
func (s *server) child(death syscall.Signal, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(s.bin, program), args...)
	cmd.Dir = "/" // the portal's own may be closed to the server's user
	cmd.Env = []string{"PATH=" + s.bin + ":/usr/bin:/bin", "LC_ALL=C.UTF-8", "HOME=/"}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: death, Credential: s.credential}
	return cmd
}

// syncDir makes a rename in a directory survive a power cut.
func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
