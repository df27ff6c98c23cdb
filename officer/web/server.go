package web

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"net"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
)

// Limits of one request. A person's form is small; an upload route says so by itself.
const (
	defaultDeadline  = 5 * time.Second
	defaultBodyLimit = 1 << 20 // bytes
	defaultReadTime  = 10 * time.Second
	writeTimeout     = 60 * time.Second
	idleTimeout      = 60 * time.Second
)

// Config is what the server needs to know.
type Config struct {
	Services
	Log            *slog.Logger
	CSRFKey        []byte   // at least 32 bytes; the same on every instance
	TLS            bool     // browsers come by https, to us or to the proxy in front
	TrustedProxies []string // addresses or networks whose X-Forwarded headers count
	Demo           bool     // practice data: every page says so
	DemoCodes      page.DemoCodes
	Deadline       time.Duration                // for one request, 5 s unless set
	ReadTimeout    time.Duration                // for a request to arrive, 10 s unless set; Shutdown may wait as long for a connection that says nothing
	BodyLimit      int                          // bytes, 1 MiB unless set
	Personalisers  map[string]ed25519.PublicKey // who may call to report cards, by [httpsig.KeyID]
}

// Services are the use cases that the pages call. Each area adds its own.
type Services struct {
	Sessions      Sessions
	SignIn        *desk.SignIn
	Accounts      *desk.Accounts
	Registration  *desk.Registration
	Enquiries     *desk.Enquiries
	WorkList      *desk.WorkList
	Intake        *desk.Intake
	Catalogue     *desk.Catalogue
	Shops         *desk.Shops
	ShopCodes     *desk.ShopCodes
	PortalShops   *desk.PortalShops
	Applying      *desk.Applying
	Ordering      *desk.Ordering
	Notices       *desk.Notices
	People        *desk.People
	Organisations *desk.Organisations
	Incidents     *desk.Incidents
	Trail         *desk.Trail
	Papers        *desk.Papers
	Portal        *desk.Portal
	Jobs          *desk.Jobs
	Codes         *desk.Codes
	Redeeming     *desk.Redeeming
	Production    *desk.Production
	Parcels       *desk.Parcels
	DemoCA        *desk.DemoAuthority // of the demo; nil elsewhere
	Mails         *desk.Mails
	Webhooks      *desk.Webhooks
	Complaints    *desk.Complaints
	Clerks        *desk.Clerks
	Mailbox       Mailbox // of the demo; nil elsewhere
	Assets        Assets
	// Ready tells whether the portal can work, above all whether the database answers.
	Ready func(context.Context) error
	// SetLanguage keeps the language in the account of the actor in the context.
	SetLanguage func(ctx context.Context, language string) error
}

// Sessions finds the person behind a session's token.
type Sessions interface {
	// Resume gives the actor and puts off the session's idle end. A token that
	// is unknown, ended or timed out is officer.Unauthenticated.
	Resume(ctx context.Context, token string) (officer.Actor, error)
	// Look is Resume for a page that reads itself again: it puts off nothing.
	Look(ctx context.Context, token string) (officer.Actor, error)
}

// Assets are the embedded files: style sheets, script, fonts.
type Assets interface {
	// Path gives the address of a file, with a digest of its content in the name.
	Path(name string) string
	// Open gives a file by the name from its address, with its content type;
	// fs.ErrNotExist if there is none.
	Open(name string) (content []byte, contentType string, err error)
	// Gzip gives the same file compressed, if that saves anything.
	Gzip(name string) (content []byte, ok bool)
}

// A Server is the portal's web site.
type Server struct {
	Services
	log       *slog.Logger
	csrfKey   []byte
	tls       bool
	demo      bool
	demoCodes page.DemoCodes
	deadline  time.Duration

	personalisers map[string]ed25519.PublicKey
	now           func() time.Time // of signatures

	app      *fiber.App
	routes   []*Route
	metrics  *metrics
	draining atomic.Bool
}

// New builds the web site. It fails on a configuration that would not be safe.
func New(cfg Config) (*Server, error) {
	if len(cfg.CSRFKey) < 32 {
		return nil, errors.New("web: the CSRF key has fewer than 32 bytes")
	}
	if cfg.Sessions == nil || cfg.Assets == nil || cfg.Ready == nil || cfg.Log == nil {
		return nil, errors.New("web: Sessions, Assets, Ready and Log are needed")
	}
	s := &Server{
		Services:  cfg.Services,
		log:       cfg.Log,
		csrfKey:   cfg.CSRFKey,
		tls:       cfg.TLS,
		demo:      cfg.Demo,
		demoCodes: cfg.DemoCodes,
		deadline:  orElse(cfg.Deadline, defaultDeadline),
		metrics:   newMetrics(),

		personalisers: cfg.Personalisers,
		now:           time.Now,
	}
	s.app = fiber.New(s.fiberConfig(cfg))
	s.app.Use(s.observe)
	s.register()
	return s, nil
}

// fiberConfig closes Fiber's traps: strings of a request are reused memory
// unless Immutable, /People and /people are one route unless CaseSensitive, and
// anybody may claim an address unless proxies are checked.
func (s *Server) fiberConfig(cfg Config) fiber.Config {
	return fiber.Config{
		Immutable:               true,
		CaseSensitive:           true,
		StrictRouting:           true,
		EnableTrustedProxyCheck: true,
		TrustedProxies:          cfg.TrustedProxies,
		ProxyHeader:             fiber.HeaderXForwardedFor,
		EnableIPValidation:      true,
		ReadTimeout:             orElse(cfg.ReadTimeout, defaultReadTime),
		WriteTimeout:            writeTimeout,
		IdleTimeout:             idleTimeout,
		BodyLimit:               orElse(cfg.BodyLimit, defaultBodyLimit),
		ReadBufferSize:          16 << 10, // request line and headers
		ErrorHandler:            s.refuse,
		DisableStartupMessage:   true,
	}
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// App is the Fiber application, for tests and for mounting the API.
func (s *Server) App() *fiber.App { return s.app }

// Serve answers on the listener until Shutdown.
func (s *Server) Serve(l net.Listener) error { return s.app.Listener(l) }

// Drain makes /readyz say no, so that the load balancer sends nobody new.
// Requests are still answered.
func (s *Server) Drain() { s.draining.Store(true) }

// Shutdown drains, takes no new connections and lets requests in flight finish,
// until ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.Drain()
	return s.app.ShutdownWithContext(ctx)
}
