package pgtest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"officerportal/officer/postgres/cluster"
)

// The shared server must outlive the test binary that happens to come first,
// and must not outlive the run. So it is kept by a process of its own: the same
// binary, started again with keeperEnv set. Every user holds a shared lock on
// the file users; the keeper ends once it could take that lock alone for a
// while. The kernel frees locks, so neither a killed test nor a killed keeper
// leaves anything running.
const (
	keeperEnv = "OFFICER_PGTEST_KEEPER" // the directory to keep; set by start only
	idle      = 5 * time.Second         // without users, before the keeper ends
	look      = 500 * time.Millisecond
	again     = 3 * time.Second // before another keeper is tried
)

func init() {
	if dir := os.Getenv(keeperEnv); dir != "" {
		if err := keep(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
}

// user is this process's claim to the server, for as long as it lives.
var user struct {
	sync.Mutex
	lock   *os.File
	server *cluster.Cluster
}

// connect gives the shared server, having it started if need be.
func connect(ctx context.Context) (*cluster.Cluster, error) {
	user.Lock()
	defer user.Unlock()
	if user.server != nil {
		return user.server, nil
	}
	dir, err := directory()
	if err != nil {
		return nil, err
	}
	if user.lock == nil {
		if user.lock, err = lock(filepath.Join(dir, "users"), syscall.LOCK_SH); err != nil {
			return nil, err
		}
	}
	user.server, err = find(ctx, dir)
	return user.server, err
}

// find waits for the server of a directory, starting keepers until one holds it.
func find(ctx context.Context, dir string) (*cluster.Cluster, error) {
	var keeper int
	for began := time.Now(); ; {
		soon, cancel := context.WithTimeout(ctx, look)
		server, err := cluster.Attach(soon, dir)
		cancel()
		if err == nil || ctx.Err() != nil {
			return server, err
		}
		if keeper > 0 && failed(keeper) {
			text, _ := os.ReadFile(keeperLog(dir))
			return nil, errors.New(strings.TrimSpace(string(text)))
		}
		if keeper == 0 || time.Since(began) > again {
			began = time.Now()
			if keeper, err = start(dir); err != nil {
				return nil, err
			}
		}
	}
}

// directory is where the shared server lives. Its name has the machine's boot in
// it: without durability nothing can be trusted after a crash of the machine.
func directory() (string, error) {
	boot, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return "", err
	}
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("officer-pgtest-%d-%.8s", os.Geteuid(), boot))
	if err := os.Mkdir(dir, 0o711); err == nil {
		return dir, os.Chmod(dir, 0o711)
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if st := info.Sys().(*syscall.Stat_t); !info.IsDir() || int(st.Uid) != os.Geteuid() {
		return "", fmt.Errorf("%s belongs to somebody else: remove it", dir)
	}
	return dir, nil
}

func keeperLog(dir string) string { return filepath.Join(dir, "keeper.log") }

// start starts a keeper, in a session of its own: Ctrl-C must not reach it
// before the tests have ended.
func start(dir string) (pid int, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	log, err := os.OpenFile(keeperLog(dir), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	cmd := exec.Command(self)
	cmd.Dir = "/"
	cmd.Env = append(os.Environ(), keeperEnv+"="+dir)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	pid = cmd.Process.Pid
	return pid, cmd.Process.Release()
}

// failed reports whether a keeper has ended with an error. One that found
// another at work ends without.
func failed(keeper int) bool {
	var status syscall.WaitStatus
	pid, err := syscall.Wait4(keeper, &status, syscall.WNOHANG, nil)
	return err == nil && pid == keeper && status.ExitStatus() != 0
}

// lock opens and locks a file (flock(2)).
func lock(path string, how int) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(f, how); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return f, nil
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); err != syscall.EINTR {
			return err
		}
	}
}

// keep runs the server until nobody has used it for a while.
func keep(dir string) error {
	if _, err := lock(filepath.Join(dir, "keeper"), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil // another keeper is at work
	}
	users, err := os.OpenFile(filepath.Join(dir, "users"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	server, err := cluster.Start(ctx, cluster.Options{DataDir: dir, FastUnsafe: true})
	if err != nil {
		return err
	}
	for alone := time.Duration(0); alone < idle; time.Sleep(look) {
		if flock(users, syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			alone = 0
			continue
		}
		if alone == 0 {
			sweep(server)
		}
		if alone += look; alone < idle {
			flock(users, syscall.LOCK_UN)
		}
	}
	// The lock is held until this process is gone: who comes now waits for it.
	return server.Stop(context.Background())
}

// newest is how many templates are kept; each change of the schema makes one.
const newest = 8

// sweep drops what killed tests left behind, and templates long out of use. There are no users now.
func sweep(server *cluster.Cluster) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	err := admin(ctx, server, func(conn *sql.Conn) error {
		names, err := leftovers(ctx, conn)
		for _, name := range names {
			err = errors.Join(err, execute(ctx, conn, "drop database "+name+" with (force)"))
		}
		return err
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}

func leftovers(ctx context.Context, conn *sql.Conn) (names []string, err error) {
	rows, err := conn.QueryContext(ctx, `select datname from pg_database where datname like 'clone\_%'
		union all (select datname from pg_database where datname like 'template\_%' order by oid desc offset $1)`, newest)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}
