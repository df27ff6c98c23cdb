package main

import (
	"context"
	"crypto/ed25519"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"officerportal/officer/postgres/cluster"
	"officerportal/officer/secret"
)

// serveCommand runs the portal.
type serveCommand struct {
	Listen        string   `help:"Address to listen on. Default: ${default}." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	MetricsListen string   `help:"Loopback address for /metrics; empty for none." placeholder:"HOST:PORT"`
	BaseURL       string   `name:"base-url" help:"Address under which people reach the portal, for links in mails. Needed outside the demo." placeholder:"URL"`
	TLSCert       string   `name:"tls-cert" help:"Certificate chain, PEM." placeholder:"FILE" type:"path"`
	TLSKey        string   `name:"tls-key" help:"The certificate's private key, PEM." placeholder:"FILE" type:"path"`
	TrustedProxy  []string `help:"Address or network of a proxy in front that ends TLS and whose X-Forwarded headers count. May be repeated." placeholder:"CIDR"`
	Demo          bool     `help:"Practice portal with demo organisations and a one-click sign-in. Loopback only."`
	NoWorker      bool     `help:"Leave mails, jobs and housekeeping to 'officer-portal worker'."`
	SessionIdle   string   `help:"A session ends after this time without a request. Default: ${default}." default:"30m" placeholder:"DURATION"`
	SessionMax    string   `help:"A session ends after this time at the latest. Default: ${default}." default:"12h" placeholder:"DURATION"`
	DrainFor      string   `help:"How long /readyz says 503 before connections are closed, so that a load balancer notices. Default: 5s behind a proxy, else 0s." placeholder:"DURATION"`

	databaseFlags
	keyFlags
	mailFlags
	productionFlags
	callFlags
	logFlags
}

// plan is a checked configuration.
type plan struct {
	address     string
	dataDir     string
	certificate *tls.Certificate
	keys        *secret.Keys
	idle, most  time.Duration
	drain       time.Duration
	anchors     []*x509.Certificate

	personalisers map[string]ed25519.PublicKey
	password      string // of the mail server
	log           *slog.Logger
}

// check collects everything that is wrong before anything is started.
func (s *serveCommand) check() (plan, error) {
	var f faults
	p := plan{
		address: s.address(&f), dataDir: orDefault(s.DataDir, cluster.DefaultDataDir()), log: s.logger(&f),
		certificate: certificate(&f, s.TLSCert, s.TLSKey),
		idle:        checkDuration(&f, "--session-idle", s.SessionIdle, time.Minute, 24*time.Hour),
		most:        checkDuration(&f, "--session-max", s.SessionMax, 10*time.Minute, 24*time.Hour),
	}
	if p.idle > p.most && p.most > 0 {
		f.add("--session-idle %s is longer than --session-max %s", s.SessionIdle, s.SessionMax)
	}
	checkListen(&f, "--listen", s.Listen)
	checkProxies(&f, s.TrustedProxy)
	p.password = s.mailFlags.check(&f)
	if s.DrainFor == "" {
		s.DrainFor = map[bool]string{true: "5s", false: "0s"}[len(s.TrustedProxy) > 0]
	}
	p.drain = checkDuration(&f, "--drain-for", s.DrainFor, 0, 5*time.Minute)
	p.anchors, p.personalisers = s.productionFlags.anchors(&f), s.personalisers(&f)
	if s.MetricsListen != "" {
		checkListen(&f, "--metrics-listen", s.MetricsListen)
		if !loopback(s.MetricsListen) {
			f.add("--metrics-listen %s is not a loopback address", s.MetricsListen)
		}
	}
	if s.Demo {
		s.checkDemo(&f)
	} else {
		s.checkProduction(&f, &p)
	}
	return p, f.err()
}

func (s *serveCommand) checkDemo(f *faults) {
	if !loopback(s.Listen) {
		f.add("--demo signs anybody in by one click: it listens on loopback only, not on %s", s.Listen)
	}
	if s.BaseURL == "" {
		s.BaseURL = "http://" + s.Listen
	}
	checkBaseURL(f, s.BaseURL, false)
}

func (s *serveCommand) checkProduction(f *faults, p *plan) {
	p.keys = s.keyFlags.load(f)
	secure := p.certificate != nil || len(s.TrustedProxy) > 0
	if !secure && s.TLSCert == "" && s.TLSKey == "" {
		f.add("TLS is missing: give --tls-cert and --tls-key, or --trusted-proxy if a proxy in front ends TLS")
	}
	checkBaseURL(f, s.BaseURL, true)
	if s.SMTPHost == "" && !s.NoWorker {
		f.add("--smtp-host is missing (or leave mail to a worker with --no-worker)")
	}
}

// Run serves until it is told to stop.
func (s *serveCommand) Run(ctx context.Context) error {
	p, err := s.check()
	if err != nil {
		return err
	}
	started := time.Now()
	d, err := openDatabase(ctx, p.address, p.dataDir, p.log)
	if err != nil {
		return err
	}
	defer d.close()
	if s.Demo {
		if p.keys, err = demoKeys(p.dataDir); err != nil {
			return err
		}
	}
	h, err := s.furnish(ctx, p, d)
	if err != nil {
		return err
	}
	l, err := s.listen(p)
	if err != nil {
		return err
	}
	s.greet(h.people, time.Since(started))
	return s.work(ctx, p, h, l)
}

// listen opens the port, with TLS where a certificate is given.
func (s *serveCommand) listen(p plan) (net.Listener, error) {
	l, err := net.Listen("tcp", s.Listen)
	if err != nil {
		return nil, fmt.Errorf("cannot listen: %w (is another portal running? choose another --listen)", err)
	}
	if p.certificate != nil {
		l = tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{*p.certificate}, MinVersion: tls.VersionTLS12})
	}
	return l, nil
}

// finishWithin is how long requests in flight may take once the portal stops.
const finishWithin = 20 * time.Second

// work runs web site, metrics and worker until ctx ends, then lets requests in
// flight finish: readiness goes first, connections after.
func (s *serveCommand) work(ctx context.Context, p plan, h *house, l net.Listener) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return h.server.Serve(l) })
	if s.MetricsListen != "" {
		metrics := &http.Server{Addr: s.MetricsListen, Handler: h.server.Metrics(), ReadHeaderTimeout: 5 * time.Second}
		g.Go(func() error { return ignoreClosed(metrics.ListenAndServe()) })
		g.Go(func() error { <-ctx.Done(); return metrics.Close() })
	}
	if !s.NoWorker {
		g.Go(func() error { return h.worker.Run(ctx) })
	}
	g.Go(func() error {
		<-ctx.Done()
		h.server.Drain()
		time.Sleep(p.drain)
		stop, cancel := context.WithTimeout(context.Background(), finishWithin)
		defer cancel()
		return h.server.Shutdown(stop)
	})
	return g.Wait()
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
