package job_test

import (
	"crypto/x509"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/job"
	"officerportal/officer/secret"
)

func call(url string) officer.WebhookCall {
	return officer.WebhookCall{URL: url, ID: "whd_x", At: time.Unix(1_800_000_000, 0), Signature: "v1,x", Body: `{"type":"webhook.test"}`}
}

// here posts to receivers on this machine, impatiently.
func here(within time.Duration) *job.Webhooks {
	return job.NewWebhooks(job.WebhookOptions{Loopback: true, Within: within})
}

// Receivers that fail in every way: each has its word, and none keeps the portal
// waiting for longer than it is ready to.
func TestReceiversThatFail(t *testing.T) {
	released := make(chan struct{})
	t.Cleanup(func() { close(released) })
	followed := atomic.Bool{}
	for name, c := range map[string]struct {
		answer  http.HandlerFunc
		code    int
		problem officer.WebhookProblem
	}{
		"takes it":     {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) }, 204, ""},
		"says a lot":   {func(w http.ResponseWriter, _ *http.Request) { io.Copy(w, io.LimitReader(endless{}, 64<<20)) }, 200, ""},
		"has a fault":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, 500, officer.HookFailed},
		"does not let": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, 403, officer.HookRefused},
		"is gone":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(410) }, 410, officer.HookGone},
		"leads elsewhere": {func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/elsewhere" {
				followed.Store(true)
			}
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, 307, officer.HookRedirect},
		"hangs":    {func(http.ResponseWriter, *http.Request) { <-released }, 0, officer.HookTimeout},
		"dawdles":  {dawdle(released), 200, officer.HookTimeout},
		"resets":   {reset, 0, officer.HookBroken},
		"mumbles":  {mumble("nonsense\r\n\r\n"), 0, officer.HookBroken},
		"cuts off": {mumble("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nab"), 200, officer.HookBroken},
		"has a large head": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Much", strings.Repeat("x", 1<<20))
			w.WriteHeader(200)
		}, 0, officer.HookBroken},
	} {
		t.Run(name, func(t *testing.T) {
			s := httptest.NewServer(c.answer)
			t.Cleanup(s.CloseClientConnections)
			began := time.Now()
			code, problem := here(300*time.Millisecond).Post(t.Context(), call(s.URL+"/x"))
			if code != c.code || problem != c.problem {
				t.Errorf("%d %q, want %d %q", code, problem, c.code, c.problem)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	if followed.Load() {
		t.Error("a redirect was followed")
	}
}

// endless is an answer without an end.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

// dawdle sends the head and then nothing that ends.
func dawdle(released chan struct{}) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(200)
		w.(http.Flusher).Flush()
		<-released
	}
}

// taken gives the connection of a request.
func taken(w http.ResponseWriter) net.Conn {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		panic(err)
	}
	return conn
}

func reset(w http.ResponseWriter, _ *http.Request) {
	conn := taken(w)
	conn.(*net.TCPConn).SetLinger(0)
	conn.Close()
}

func mumble(words string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn := taken(w)
		fmt.Fprint(conn, words)
		conn.Close()
	}
}

func TestReceiversThatAreNotThere(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	for url, want := range map[string]officer.WebhookProblem{
		"https://" + address: officer.HookUnreachable, "https://gibt-es-nicht.invalid/": officer.HookUnreachable, "https://%zz/": officer.HookUnreachable,
	} {
		if code, problem := here(3*time.Second).Post(t.Context(), call(url)); code != 0 || problem != want {
			t.Errorf("%s: %d %q", url, code, problem)
		}
	}
}

// A certificate that nobody vouches for, one for another name, plain HTTP where
// TLS is asked for, and TLS that is too old.
func TestReceiversWithoutGoodTLS(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer s.Close()
	known := x509.NewCertPool()
	known.AddCert(s.Certificate())
	trusting := job.NewWebhooks(job.WebhookOptions{Loopback: true, Roots: known, Within: 3 * time.Second})
	if code, problem := trusting.Post(t.Context(), call(s.URL)); code != 200 || problem != "" {
		t.Fatalf("with a good certificate: %d %q", code, problem)
	}
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer plain.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	for name, c := range map[string]struct {
		sender *job.Webhooks
		url    string
	}{
		"unknown certificate": {here(3 * time.Second), s.URL},
		"another name":        {trusting, "https://localhost:" + port},
		"no TLS":              {trusting, strings.Replace(plain.URL, "http:", "https:", 1)},
	} {
		if code, problem := c.sender.Post(t.Context(), call(c.url)); code != 0 || problem != officer.HookTLS {
			t.Errorf("%s: %d %q", name, code, problem)
		}
	}
}

// Whatever a name leads to when it is called, nothing but the public internet is
// dialled: the name that is entered says nothing of that.
func TestNothingInsideIsReached(t *testing.T) {
	reached := atomic.Bool{}
	s := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	defer s.Close()
	_, port, _ := net.SplitHostPort(s.Listener.Addr().String())
	sender := job.NewWebhooks(job.WebhookOptions{Within: time.Second})
	for _, host := range []string{"127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "127.1", "0.0.0.0", "169.254.169.254", "10.0.0.1", "[fd00::1]"} {
		if code, problem := sender.Post(t.Context(), call("http://"+host+":"+port+"/")); code != 0 || problem != officer.HookNotPublic && problem != officer.HookUnreachable {
			t.Errorf("%s: %d %q", host, code, problem)
		}
	}
	if reached.Load() {
		t.Error("this machine was reached")
	}
	inside := here(time.Second)
	if _, problem := inside.Post(t.Context(), call("http://10.0.0.1:"+port+"/")); problem != officer.HookNotPublic {
		t.Errorf("where this machine is allowed, its network: %q", problem)
	}
}

// A proxy of the environment would dial by itself: it is not asked.
func TestNoProxyIsAsked(t *testing.T) {
	asked := atomic.Bool{}
	proxy := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Store(true) }))
	defer proxy.Close()
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("HTTPS_PROXY", proxy.URL)
	job.NewWebhooks(job.WebhookOptions{Within: time.Second}).Post(t.Context(), call("http://169.254.169.254/"))
	if asked.Load() {
		t.Error("the proxy was asked")
	}
}

// What is posted is what Standard Webhooks says, and a receiver can check it.
func TestWhatIsPosted(t *testing.T) {
	key := secret.NewWebhookSecret()
	c := call("")
	c.Signature = secret.SignWebhook(key, string(c.ID), c.At, c.Body)
	fits := atomic.Bool{}
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		h := r.Header
		signed := secret.SignWebhook(key, h.Get("webhook-id"), time.Unix(1_800_000_000, 0), string(body))
		fits.Store(r.Method == "POST" && h.Get("webhook-id") == "whd_x" && h.Get("webhook-timestamp") == "1800000000" && h.Get("webhook-signature") == signed &&
			h.Get("Content-Type") == "application/json" && r.ContentLength == int64(len(c.Body)))
	}))
	defer s.Close()
	c.URL = s.URL
	if code, problem := here(time.Second).Post(t.Context(), c); code != 200 || problem != "" || !fits.Load() {
		t.Errorf("%d %q, as it should be: %v", code, problem, fits.Load())
	}
}
