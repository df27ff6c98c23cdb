package cluster_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "github.com/lib/pq"

	"officerportal/officer/postgres/cluster"
)

// portalEnv makes the test binary a stand-in for a portal: it runs the cluster
// named there until its input ends, so that tests can kill it.
const portalEnv = "CLUSTER_TEST_PORTAL"

func TestMain(m *testing.M) {
	if dir := os.Getenv(portalEnv); dir != "" {
		os.Exit(portal(dir))
	}
	code := m.Run()
	os.RemoveAll(pristine.dir)
	os.Exit(code)
}

func portal(dir string) int {
	c, err := cluster.Start(context.Background(), cluster.Options{DataDir: dir})
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println(c.DSN("postgres", cluster.Superuser))
	io.Copy(io.Discard, os.Stdin)
	c.Stop(context.Background())
	return 0
}

// spawn starts a stand-in portal on a data directory and waits until its cluster is up.
func spawn(t *testing.T, dir string) (process *exec.Cmd, dsn string) {
	t.Helper()
	cmd := exec.Command("/proc/self/exe")
	cmd.Env = append(os.Environ(), portalEnv+"="+dir)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	must(t, err)
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() { in.Close(); cmd.Process.Kill(); cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	must(t, err)
	if !strings.HasPrefix(line, "host=") {
		t.Fatalf("the other portal says: %s", line)
	}
	return cmd, strings.TrimSpace(line)
}

func start(t *testing.T, opts cluster.Options) *cluster.Cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	c, err := cluster.Start(ctx, opts)
	must(t, err)
	t.Cleanup(func() { stop(t, c) })
	return c
}

func stop(t *testing.T, c *cluster.Cluster) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	must(t, c.Stop(ctx))
}

// pristine is a data directory made once and copied for each test.
var pristine struct {
	once sync.Once
	dir  string
}

// tempDir is a directory that the server's user can reach, other than t.TempDir.
func tempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cluster")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	must(t, os.Chmod(dir, 0o711))
	return dir
}

func dataDir(t *testing.T) string {
	t.Helper()
	pristine.once.Do(func() {
		dir, err := os.MkdirTemp("", "cluster")
		must(t, err)
		must(t, os.Chmod(dir, 0o711))
		pristine.dir = dir
		c, err := cluster.Start(t.Context(), cluster.Options{DataDir: dir, FastUnsafe: true})
		must(t, err)
		stop(t, c)
	})
	dir := filepath.Join(tempDir(t), "portal")
	must(t, exec.Command("cp", "-a", pristine.dir, dir).Run())
	return dir
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

func execute(t *testing.T, dsn string, statements ...string) {
	t.Helper()
	db := open(t, dsn)
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func ask(t *testing.T, dsn, query string) (answer string) {
	t.Helper()
	must(t, open(t, dsn).QueryRow(query).Scan(&answer))
	return answer
}

func eventually(t *testing.T, limit time.Duration, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(limit); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("not within %v: %s", limit, what)
		}
	}
}

func postmaster(t *testing.T, dir string) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, "data", "postmaster.pid"))
	must(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	must(t, err)
	return pid
}

// gone is true of the dead that nobody has buried, too: their command line is empty.
func gone(pid int) bool {
	command, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
	return err != nil || len(command) == 0
}

func TestColdStartMakesASoundCluster(t *testing.T) {
	dir := filepath.Join(tempDir(t), `a "b' c`) // a path with everything that wants quoting
	began := time.Now()
	c := start(t, cluster.Options{DataDir: dir})
	t.Logf("cold start: %v", time.Since(began).Round(time.Millisecond))
	dsn := c.DSN("postgres", cluster.Superuser)
	execute(t, dsn, "create collation phonebook (provider = icu, locale = 'de-u-co-phonebk')")
	for query, want := range map[string]string{
		"show listen_addresses":                       "",
		"show data_checksums":                         "on",
		"show server_encoding":                        "UTF8",
		"show fsync":                                  "on",
		"show synchronous_commit":                     "on",
		"select datcollate from pg_database limit 1":  "C.UTF-8",
		"select 'Äpfel' < 'Afrika' collate phonebook": "true", // as in Aepfel: DIN 5007-2, by ICU
	} {
		if got := ask(t, dsn, query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	socket, err := os.Stat(filepath.Join(dir, "socket"))
	must(t, err)
	if mode := socket.Mode().Perm(); mode != 0o700 {
		t.Errorf("the socket's directory has mode %o, want 700", mode)
	}
	must(t, c.CreateDatabase(t.Context(), `da"ta`))
	must(t, c.CreateDatabase(t.Context(), `da"ta`)) // there already: fine
	if got := ask(t, c.DSN(`da"ta`, cluster.Superuser), "select current_database()"); got != `da"ta` {
		t.Errorf("connected to %q", got)
	}
	must(t, c.Ping(t.Context()))
}

func TestWarmStartKeepsTheData(t *testing.T) {
	dir := dataDir(t)
	first := start(t, cluster.Options{DataDir: dir})
	execute(t, first.DSN("postgres", cluster.Superuser), "create table kept (n int)", "insert into kept values (7)")
	stop(t, first)
	began := time.Now()
	second := start(t, cluster.Options{DataDir: dir})
	t.Logf("warm start: %v", time.Since(began).Round(time.Millisecond))
	if got := ask(t, second.DSN("postgres", cluster.Superuser), "select n from kept"); got != "7" {
		t.Errorf("kept %s, want 7", got)
	}
}

func TestSecondPortalSharesAndTakesOver(t *testing.T) {
	dir := dataDir(t)
	other, dsn := spawn(t, dir)
	c := start(t, cluster.Options{DataDir: dir})
	if !c.Shared() {
		t.Fatal("did not notice the other portal's server")
	}
	if mine := c.DSN("postgres", cluster.Superuser); mine != dsn {
		t.Errorf("address %s, the other's is %s", mine, dsn)
	}
	execute(t, dsn, "create table kept (n int)", "insert into kept values (7)")
	must(t, other.Process.Kill())
	eventually(t, 10*time.Second, "the second portal runs the server itself", func() bool {
		return !c.Shared() && c.Ping(t.Context()) == nil
	})
	if got := ask(t, dsn, "select n from kept"); got != "7" {
		t.Errorf("kept %s, want 7", got)
	}
}

func TestKilledPortalLeavesNoServerAndAllData(t *testing.T) {
	dir := dataDir(t)
	portal, dsn := spawn(t, dir)
	execute(t, dsn, "create table kept (n int)", "insert into kept values (7)")
	pid := postmaster(t, dir)
	must(t, portal.Process.Kill())
	portal.Wait()                                    // dead, so that its lock is free
	again := start(t, cluster.Options{DataDir: dir}) // at once, while the old server may be shutting down
	if !gone(pid) {
		t.Error("the killed portal's server still runs")
	}
	if again.Shared() {
		t.Error("shares a server that is about to end")
	}
	if got := ask(t, again.DSN("postgres", cluster.Superuser), "select n from kept"); got != "7" {
		t.Errorf("kept %s, want 7", got)
	}
}

func TestKilledServerIsStartedAgain(t *testing.T) {
	dir := dataDir(t)
	c := start(t, cluster.Options{DataDir: dir})
	dsn := c.DSN("postgres", cluster.Superuser)
	execute(t, dsn, "create table kept (n int)", "insert into kept values (7)")
	for n := 1; n <= 2; n++ {
		must(t, syscall.Kill(postmaster(t, dir), syscall.SIGKILL))
		began := time.Now()
		eventually(t, 10*time.Second, "the server is back", func() bool { return c.Restarts() == n })
		t.Logf("back after %v", time.Since(began).Round(time.Millisecond))
		if got := ask(t, dsn, "select n from kept"); got != "7" {
			t.Errorf("kept %s, want 7", got)
		}
	}
}

func TestHalfMadeDataAreSetAside(t *testing.T) {
	dir := filepath.Join(tempDir(t), "portal")
	must(t, os.MkdirAll(filepath.Join(dir, "data.new"), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, "data.new", "PG_VERSION"), []byte("15\n"), 0o600))
	c := start(t, cluster.Options{DataDir: dir, FastUnsafe: true})
	must(t, c.Ping(t.Context()))
	if kept, _ := filepath.Glob(filepath.Join(dir, "data.new.*", "PG_VERSION")); len(kept) != 1 {
		t.Errorf("set aside: %v, want one directory", kept)
	}
}

func TestRefusesWhatIsNotItsData(t *testing.T) {
	for name, test := range map[string]struct {
		file, text string
		want       error
	}{
		"another major":  {"PG_VERSION", "9\n", cluster.ErrVersion},
		"not PostgreSQL": {"diary.txt", "dear diary", os.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			dir := tempDir(t)
			path := filepath.Join(dir, "data", test.file)
			must(t, os.Mkdir(filepath.Dir(path), 0o755))
			must(t, os.WriteFile(path, []byte(test.text), 0o644))
			_, err := cluster.Start(t.Context(), cluster.Options{DataDir: dir})
			if !errors.Is(err, test.want) {
				t.Errorf("error %v, want %v", err, test.want)
			}
			entries, err := os.ReadDir(filepath.Dir(path))
			must(t, err)
			if text, err := os.ReadFile(path); err != nil || string(text) != test.text || len(entries) != 1 {
				t.Errorf("the directory was changed: %q, %v, %v", text, err, entries)
			}
		})
	}
}

func TestSaysHowToInstall(t *testing.T) {
	_, err := cluster.Start(t.Context(), cluster.Options{DataDir: tempDir(t), BinDir: "/nowhere"})
	if !errors.Is(err, cluster.ErrMissing) || !strings.Contains(err.Error(), "apt-get install postgresql") {
		t.Errorf("error %v, want one that says what to install", err)
	}
}

func TestStalePidFiles(t *testing.T) {
	for name, text := range map[string]string{
		"empty":               "",
		"a stranger's number": "%d\n/nowhere\n1700000000\n5432\n%s\n\n  1 1\nready\n",
	} {
		t.Run(name, func(t *testing.T) {
			stranger := exec.Command("sleep", "60") // by number the server of before, by nature not
			must(t, stranger.Start())
			defer func() { stranger.Process.Kill(); stranger.Wait() }()
			dir := dataDir(t)
			path := filepath.Join(dir, "data", "postmaster.pid")
			if text != "" {
				text = fmt.Sprintf(text, stranger.Process.Pid, filepath.Join(dir, "socket"))
			}
			must(t, os.WriteFile(path, []byte(text), 0o600))
			must(t, exec.Command("chown", "--reference="+filepath.Dir(path), path).Run())
			c := start(t, cluster.Options{DataDir: dir})
			if c.Shared() {
				t.Error("took a dead server for a living one")
			}
		})
	}
}

func TestLongDataDirGetsAShortSocket(t *testing.T) {
	long := filepath.Join(tempDir(t), strings.Repeat("long,", 25))
	must(t, os.Rename(dataDir(t), long))
	c := start(t, cluster.Options{DataDir: long})
	must(t, open(t, c.DSN("postgres", cluster.Superuser)).Ping())
	second := start(t, cluster.Options{DataDir: long})
	if !second.Shared() {
		t.Error("a second start does not find the socket")
	}
	execute(t, second.DSN("postgres", cluster.Superuser), "select 1")
}

func TestStartGivesUpWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := dataDir(t)
	if _, err := cluster.Start(ctx, cluster.Options{DataDir: dir}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	start(t, cluster.Options{DataDir: dir}) // and leaves nothing in the way
}

// TestAsNormalUser runs all of the above once more without root's rights.
func TestAsNormalUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("the other tests did so already")
	}
	if testing.Short() {
		t.Skip("a second round of all tests")
	}
	nobody, err := user.Lookup("nobody")
	must(t, err)
	uid, _ := strconv.Atoi(nobody.Uid)
	gid, _ := strconv.Atoi(nobody.Gid)
	dir := tempDir(t)
	must(t, os.Chown(dir, uid, gid))
	binary := filepath.Join(dir, "cluster.test") // the original lies where only root can go
	self, err := os.Executable()
	must(t, err)
	must(t, exec.Command("cp", self, binary).Run())
	must(t, os.Chmod(binary, 0o755))
	cmd := exec.Command(binary, "-test.skip=^TestAsNormalUser$", "-test.timeout=5m")
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "TMPDIR=" + dir, "HOME=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("as nobody: %v\n%s", err, out)
	}
}
