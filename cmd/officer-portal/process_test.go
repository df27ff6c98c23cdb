package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"officerportal/officer/postgres/cluster"
	"officerportal/officer/web/webtest"
)

// asPortal in the environment makes the test binary the program itself, so that
// tests can start and kill whole portals.
const asPortal = "OFFICER_PORTAL_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asPortal) != "" {
		main()
	}
	dir, err := os.MkdirTemp("", "practice-*")
	if err != nil {
		panic(err)
	}
	practiceDir = dir
	code := webtest.Main(m)
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// A portal is a running program with its own PostgreSQL.
type portal struct {
	dataDir, address string
	cmd              *exec.Cmd
	stdout           *os.File
}

// newPortal chooses a place for a demo portal's data and a free port.
func newPortal(t testing.TB) *portal {
	t.Helper()
	dir, err := os.MkdirTemp("", "portal-test-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL's user has to enter
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	p := &portal{dataDir: filepath.Join(dir, "data"), address: l.Addr().String()}
	if p.stdout, err = os.Create(filepath.Join(dir, "out")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		p.stop()
		if t.Failed() {
			said, _ := os.ReadFile(p.stdout.Name())
			t.Logf("the portal said:\n%s", last(said, 4000))
		}
		os.RemoveAll(dir)
	})
	return p
}

func last(b []byte, n int) []byte { return b[max(0, len(b)-n):] }

// start starts the program and returns when it is ready.
func (p *portal) start(t testing.TB) time.Duration {
	t.Helper()
	begin := time.Now()
	p.cmd = exec.Command(os.Args[0], "serve", "--demo", "--listen", p.address, "--data-dir", p.dataDir)
	p.cmd.Env = append(os.Environ(), asPortal+"=yes")
	p.cmd.Stdout, p.cmd.Stderr = p.stdout, p.stdout
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for time.Since(begin) < 2*time.Minute {
		if r, err := http.Get("http://" + p.address + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return time.Since(begin)
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatal("the portal is not ready after two minutes")
	return 0
}

// kill ends the program as a power cut does.
func (p *portal) kill() {
	p.cmd.Process.Kill()
	p.cmd.Wait()
}

// stop ends it as an operator does, and reports how.
func (p *portal) stop() error {
	if p.cmd == nil || p.cmd.ProcessState != nil {
		return nil
	}
	p.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan error, 1)
	go func() { done <- p.cmd.Wait() }()
	select {
	case err := <-done:
		return err
	case <-time.After(time.Minute):
		p.cmd.Process.Kill()
		return errors.New("did not stop within a minute")
	}
}

// owner connects to the portal's database as the owner of the tables.
func (p *portal) owner(t testing.TB) *sqlx.DB {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	c, err := cluster.Attach(ctx, p.dataDir)
	if err != nil {
		t.Fatal(err)
	}
	db, err := sqlx.ConnectContext(ctx, "postgres", c.DSN(ownDatabase, cluster.Superuser))
	if err != nil {
		t.Fatal(err)
	}
	return db
}

// A browser is somebody at the portal's pages.
type browser struct {
	client *http.Client
	base   string
	csrf   string
}

var csrfField = regexp.MustCompile(`name="csrf" value="([^"]+)"`)

func (p *portal) browser(t testing.TB) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &browser{base: "http://" + p.address, client: &http.Client{Jar: jar, Timeout: 20 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

// get reads a page and keeps its form's token.
func (b *browser) get(path string) (status int, body string, err error) {
	r, err := b.client.Get(b.base + path)
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	content, err := io.ReadAll(r.Body)
	if m := csrfField.FindSubmatch(content); m != nil {
		b.csrf = string(m[1])
	}
	return r.StatusCode, string(content), err
}

// post sends a form and gives where it leads.
func (b *browser) post(path string, fields url.Values) (status int, location string, err error) {
	if fields == nil {
		fields = url.Values{}
	}
	fields.Set("csrf", b.csrf)
	r, err := b.client.PostForm(b.base+path, fields)
	if err != nil {
		return 0, "", err
	}
	defer r.Body.Close()
	_, err = io.Copy(io.Discard, r.Body)
	return r.StatusCode, r.Header.Get("Location"), err
}

// signIn takes the place of somebody of the demo by the sign-in page's button.
func (b *browser) signIn(t testing.TB, account string) {
	t.Helper()
	if status, _, err := b.get("/signin"); err != nil || status != http.StatusOK {
		t.Fatalf("sign-in page: %d %v", status, err)
	}
	status, location, err := b.post("/demo/signin", url.Values{"account": {account}})
	if err != nil || status != http.StatusSeeOther {
		t.Fatalf("sign-in: %d %s %v", status, location, err)
	}
	if status, _, err := b.get("/account"); err != nil || status != http.StatusOK { // a form of the new session
		t.Fatalf("own account: %d %v", status, err)
	}
}

// TestRunTwiceKeepsTheData starts the demo, stops it, kills it: the data stay,
// the second start is quick, and no PostgreSQL is left behind.
func TestRunTwiceKeepsTheDataEvenWhenKilled(t *testing.T) {
	p := newPortal(t)
	cold := p.start(t)
	db := p.owner(t)
	var orders, server int
	if err := db.Get(&orders, `select count(*) from orders`); err != nil || orders < 100 {
		t.Fatalf("%d orders in the demo: %v", orders, err)
	}
	db.Close()
	if err := p.stop(); err != nil {
		t.Fatalf("stopping: %v", err)
	}
	warm := p.start(t)
	db = p.owner(t)
	if err := db.Get(&server, `select pid from pg_stat_activity where backend_type = 'checkpointer'`); err != nil {
		t.Fatal(err)
	}
	db.Close()
	p.kill()
	for deadline := time.Now().Add(10 * time.Second); syscall.Kill(server, 0) == nil; time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("PostgreSQL outlives its portal")
		}
	}
	again := p.start(t)
	db = p.owner(t)
	defer db.Close()
	var kept int
	if err := db.Get(&kept, `select count(*) from orders`); err != nil || kept != orders {
		t.Errorf("%d orders, %d before: %v", kept, orders, err)
	}
	t.Logf("cold start %v, warm %v, after a kill %v", cold, warm, again)
}

// TestAPageInFlightIsAnsweredWhenThePortalStops: readiness goes first, then
// connections, then the process.
func TestReadinessGoesFirst(t *testing.T) {
	p := newPortal(t)
	p.start(t)
	p.cmd.Process.Signal(syscall.SIGTERM)
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("exit: %v", err)
	}
	p.cmd = nil
	if _, err := http.Get(fmt.Sprintf("http://%s/livez", p.address)); err == nil {
		t.Error("something still answers")
	}
}
