package main

import (
	"crypto/tls"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"officerportal/officer/secret"
)

// databaseFlags say where the records are.
type databaseFlags struct {
	DatabaseURL     string `help:"Address of the PostgreSQL database, such as postgres://portal@db/portal?sslmode=verify-full. Without one the portal runs its own." placeholder:"URL"`
	DatabaseURLFile string `help:"File that holds the database's address, for addresses with a password." placeholder:"FILE" type:"path"`
	DataDir         string `help:"Folder of the portal's own PostgreSQL and demo keys. Default: /var/lib/officer-portal as root, else under the user's data folder." placeholder:"DIR" type:"path"`
}

// address gives the configured database's address, or "" for the portal's own.
func (d databaseFlags) address(f *faults) string {
	if d.DatabaseURL != "" && d.DatabaseURLFile != "" {
		f.add("--database-url and --database-url-file exclude each other")
	}
	address := d.DatabaseURL
	if d.DatabaseURLFile != "" {
		address = readSecret(f, "--database-url-file", d.DatabaseURLFile)
	}
	if strings.Contains(address, "://") {
		u, err := url.Parse(address)
		switch {
		case err != nil:
			f.add("--database-url is not an address") // the parser's own words would quote the password
		case !strings.HasPrefix(u.Scheme, "postgres"):
			f.add("--database-url: the scheme is %q, not postgres", u.Scheme)
		case u.Query().Get("sslmode") == "":
			f.add("--database-url: say sslmode, such as ?sslmode=verify-full")
		}
	} else if address != "" && !strings.Contains(address, "sslmode=") {
		f.add("--database-url: say sslmode, such as sslmode=verify-full")
	}
	return address
}

// keyFlags say where the portal's keys are.
type keyFlags struct {
	KeyFile string `help:"File with the portal's keys, made by 'officer-portal keys new'. Needed outside the demo." placeholder:"FILE" type:"path"`
}

func (k keyFlags) load(f *faults) *secret.Keys {
	if k.KeyFile == "" {
		f.add("--key-file is missing: make one with 'officer-portal keys new FILE'")
		return nil
	}
	keys, err := secret.Load(k.KeyFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.add("--key-file: %s does not exist: make it with 'officer-portal keys new FILE'", k.KeyFile)
	case err != nil:
		f.add("--key-file: %v", err)
	}
	return keys
}

// mailFlags say how mail leaves the house.
type mailFlags struct {
	SMTPHost         string `name:"smtp-host" help:"Mail server, host or host:port (587 unless said). Needed outside the demo." placeholder:"HOST"`
	SMTPUser         string `name:"smtp-user" help:"Name to sign in to the mail server with."`
	SMTPPasswordFile string `name:"smtp-password-file" help:"File with the mail server's password." placeholder:"FILE" type:"path"`
	SMTPTLS          string `name:"smtp-tls" help:"starttls, implicit or none. Default: ${default}." default:"starttls" placeholder:"HOW"`
	MailFrom         string `help:"Sender of the portal's mails. Default: ${default}." default:"officer-portal@localhost" placeholder:"ADDRESS"`
}

// check gives the mail server's password, if there is one.
func (m mailFlags) check(f *faults) (password string) {
	switch m.SMTPTLS {
	case "starttls", "implicit", "none":
	default:
		f.add("--smtp-tls %q is none of starttls, implicit, none", m.SMTPTLS)
	}
	if _, err := mail.ParseAddress(m.MailFrom); err != nil {
		f.add("--mail-from %q is not an address", m.MailFrom)
	}
	if _, port, err := net.SplitHostPort(m.SMTPHost); err == nil {
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			f.add("--smtp-host: %q is no port", port)
		}
	}
	if m.SMTPPasswordFile != "" {
		password = readSecret(f, "--smtp-password-file", m.SMTPPasswordFile)
	}
	if (password != "") != (m.SMTPUser != "") {
		f.add("--smtp-user and --smtp-password-file go together")
	}
	return password
}

// logFlags say how much is logged. Logs are JSON lines on standard error.
type logFlags struct {
	LogLevel string `help:"debug, info, warn or error. Default: ${default}." default:"info" placeholder:"LEVEL"`
}

func (l logFlags) logger(f *faults) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(l.LogLevel)); err != nil {
		f.add("--log-level %q is none of debug, info, warn, error", l.LogLevel)
	}
	return slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// readSecret reads a file that holds one secret line.
func readSecret(f *faults, flag, path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		f.add("%s: %v", flag, err)
		return ""
	}
	if s := strings.TrimSpace(string(b)); s != "" {
		return s
	}
	f.add("%s: %s is empty", flag, path)
	return ""
}

// checkListen refuses an address nobody can listen on.
func checkListen(f *faults, flag, address string) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		f.add("%s %q is not host:port", flag, address)
		return
	}
	if _, err := net.LookupPort("tcp", port); err != nil {
		f.add("%s: %q is no port", flag, port)
	}
	if host != "" && host != "localhost" {
		if _, err := netip.ParseAddr(host); err != nil {
			f.add("%s: %q is not an IP address", flag, host)
		}
	}
}

// loopback reports whether only this machine can reach an address.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// checkProxies gives the networks whose forwarded headers count.
func checkProxies(f *faults, proxies []string) {
	for _, p := range proxies {
		_, errNet := netip.ParsePrefix(p)
		_, errAddr := netip.ParseAddr(p)
		if errNet != nil && errAddr != nil {
			f.add("--trusted-proxy %q is neither an address nor a network", p)
		}
	}
}

// checkBaseURL refuses an address that links in mails could not carry.
func checkBaseURL(f *faults, address string, secure bool) {
	u, err := url.Parse(address)
	switch {
	case address == "":
		f.add("--base-url is missing")
	case err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"):
		f.add("--base-url %q is not an address such as https://portal.example.org", address)
	case u.Path != "" || u.RawQuery != "":
		f.add("--base-url %q has more than scheme and host", address)
	case secure && u.Scheme != "https":
		f.add("--base-url %q is not https", address)
	}
}

// checkDuration parses a duration within bounds.
func checkDuration(f *faults, flag, text string, low, high time.Duration) time.Duration {
	d, err := time.ParseDuration(text)
	if err != nil || d < low || d > high {
		f.add("%s %q is not a duration from %v to %v", flag, text, low, high)
	}
	return d
}

// certificate reads the TLS certificate and its key.
func certificate(f *faults, certFile, keyFile string) *tls.Certificate {
	if (certFile == "") != (keyFile == "") {
		f.add("--tls-cert and --tls-key go together")
		return nil
	}
	if certFile == "" {
		return nil
	}
	c, err := tls.LoadX509KeyPair(certFile, keyFile)
	if err != nil {
		f.add("--tls-cert, --tls-key: %v", err)
		return nil
	}
	return &c
}

func orDefault(dir, fallback string) string {
	if dir == "" {
		return fallback
	}
	return filepath.Clean(dir)
}
