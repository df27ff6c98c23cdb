package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"officerportal/officer/postgres/cluster"
)

// builds counts how often the sample template was built by this process.
var builds atomic.Int32

func sample(name string) Template {
	return Template{Name: name, Build: func(ctx context.Context, dsn string) error {
		builds.Add(1)
		return run(ctx, dsn, "create table n (n int)", "insert into n select generate_series(1, 1000)")
	}}
}

func run(ctx context.Context, dsn string, statements ...string) error {
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.ExecContext(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func count(t *testing.T, dsn string) (n int) {
	t.Helper()
	db, err := sql.Open("postgres", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow("select count(*) from n").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func fresh() string { return strings.ToLower(rand.Text()) }

func TestClonesAreApart(t *testing.T) {
	defer goleak.VerifyNone(t)
	tpl, before := sample(fresh()), builds.Load()
	t.Run("parallel", func(t *testing.T) {
		for n := range 4 {
			t.Run(fmt.Sprint(n), func(t *testing.T) {
				t.Parallel()
				dsn := tpl.Clone(t).DSN(cluster.Superuser)
				if err := run(t.Context(), dsn, "delete from n where n <= 10"); err != nil {
					t.Fatal(err)
				}
				if got := count(t, dsn); got != 990 {
					t.Errorf("%d rows, want 990: another test was here", got)
				}
			})
		}
	})
	if built := builds.Load() - before; built != 1 {
		t.Errorf("built %d times, want once", built)
	}
}

func TestCloneGoesWithItsTest(t *testing.T) {
	var db *Database
	t.Run("owner", func(t *testing.T) { db = sample(fresh()).Clone(t) })
	if err := run(t.Context(), db.DSN(cluster.Superuser), "select 1"); err == nil {
		t.Error("the database is still there")
	}
}

func TestBrokenTemplateIsNotKept(t *testing.T) {
	server, err := connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("syntax error")
	tpl := Template{Name: fresh(), Build: func(context.Context, string) error { return broken }}
	for range 2 {
		if _, err := tpl.clone(t.Context(), server); !errors.Is(err, broken) {
			t.Errorf("error %v, want %v", err, broken)
		}
	}
}

func TestEmptyDatabase(t *testing.T) {
	if err := run(t.Context(), DSN(t), "create table n (n int)"); err != nil {
		t.Error(err)
	}
}

// TestBinariesShareOneServer starts several test binaries at once where no
// server is, as go test ./... does, and kills one of them.
func TestBinariesShareOneServer(t *testing.T) {
	dir, err := os.MkdirTemp("", "pgtest")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	binary := func(args ...string) *exec.Cmd {
		cmd := exec.Command(os.Args[0], args...)
		cmd.Env = append(os.Environ(), "TMPDIR="+dir)
		return cmd
	}
	victim := binary("-test.run=^TestClonesAreApart$", "-test.count=1000")
	var others []*exec.Cmd
	for range 3 {
		others = append(others, binary("-test.run=^(TestClonesAreApart|TestEmptyDatabase)$", "-test.count=2"))
	}
	for _, cmd := range append(others, victim) {
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range others {
		if err := cmd.Wait(); err != nil {
			t.Errorf("a test binary: %v", err)
		}
	}
	victim.Process.Kill()
	victim.Wait()
	assertGone(t, dir)
}

// assertGone waits until no process works in a directory any more.
func assertGone(t *testing.T, dir string) {
	t.Helper()
	for end := time.Now().Add(idle + 20*time.Second); ; time.Sleep(100 * time.Millisecond) {
		pids, _ := filepath.Glob("/proc/[0-9]*")
		var there []string
		for _, pid := range pids {
			command, _ := os.ReadFile(pid + "/cmdline")
			environment, _ := os.ReadFile(pid + "/environ")
			if strings.Contains(string(command), dir) || strings.Contains(string(environment), keeperEnv+"="+dir) {
				there = append(there, strings.ReplaceAll(string(command), "\x00", " "))
			}
		}
		if len(there) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("still running: %q", there)
		}
	}
}

func BenchmarkClone(b *testing.B) {
	tpl := sample(fresh())
	server, err := connect(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		name, err := tpl.clone(b.Context(), server)
		if err != nil {
			b.Fatal(err)
		}
		if err := drop(b.Context(), server, name); err != nil {
			b.Fatal(err)
		}
	}
}
