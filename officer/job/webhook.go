package job

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"syscall"
	"time"

	"officerportal/officer"
)

// Webhooks posts news to organisations' own systems. Whom it may reach is checked
// at the moment of dialling, on the address that is dialled: a name that leads
// elsewhere than it did when it was entered changes nothing.
type Webhooks struct {
	client *http.Client
}

// WebhookOptions say what differs from production.
type WebhookOptions struct {
	Loopback bool           // receivers on this machine are allowed: for the demo and tests
	Roots    *x509.CertPool // whose certificates are believed; the system's unless set
	Within   time.Duration  // for one try; webhookWithin unless set
}

const (
	// webhookWithin bounds one try, the receiver's answer included. It is less than
	// the time after which the database ends a transaction that does nothing.
	webhookWithin = 10 * time.Second
	// answerLimit is how much of an answer is read, so that the receiver can finish;
	// nothing in it is looked at.
	answerLimit = 16 << 10
	headLimit   = 16 << 10
)

var errNotPublic = errors.New("no address of the public internet")

// NewWebhooks prepares a sender. Nothing is reached yet.
func NewWebhooks(o WebhookOptions) *Webhooks {
	dialer := &net.Dialer{Timeout: 5 * time.Second, Control: func(_, address string, _ syscall.RawConn) error { return mayDial(address, o.Loopback) }}
	within := o.Within
	if within == 0 {
		within = webhookWithin
	}
	return &Webhooks{client: &http.Client{
		Timeout: within,
		Transport: &http.Transport{
			DialContext: dialer.DialContext, TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: o.Roots}, TLSHandshakeTimeout: 5 * time.Second,
			ResponseHeaderTimeout: within, MaxResponseHeaderBytes: headLimit, DisableKeepAlives: true, DisableCompression: true, // and no proxy, which would dial by itself
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// mayDial refuses every address that is none of the public internet.
func mayDial(address string, loopback bool) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return errNotPublic
	}
	if ip := at.Addr().Unmap(); !officer.PublicAddress(ip) && !(loopback && ip.IsLoopback()) {
		return errNotPublic
	}
	return nil
}

// Post makes one try. Only the status of the answer counts.
func (w *Webhooks) Post(ctx context.Context, c officer.WebhookCall) (answer int, problem officer.WebhookProblem) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.URL, strings.NewReader(c.Body))
	if err != nil {
		return 0, officer.HookUnreachable
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Officer-Portal-Webhooks/1")
	req.Header.Set("webhook-id", string(c.ID))
	req.Header.Set("webhook-timestamp", strconv.FormatInt(c.At.Unix(), 10))
	req.Header.Set("webhook-signature", c.Signature)
	res, err := w.client.Do(req)
	if err != nil {
		return 0, problemOf(err)
	}
	defer res.Body.Close()
	if problem = officer.HookAnswer(res.StatusCode); problem != "" {
		return res.StatusCode, problem
	}
	if _, err := io.Copy(io.Discard, io.LimitReader(res.Body, answerLimit)); err != nil {
		return res.StatusCode, problemOf(err)
	}
	return res.StatusCode, ""
}

// problemOf says what was in the way, without what only the portal's own people
// should know, such as which resolver was asked.
func problemOf(err error) officer.WebhookProblem {
	var (
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
		alert       tls.AlertError
		timeout     net.Error
		dialling    *net.OpError
		name        *net.DNSError
	)
	switch {
	case errors.Is(err, errNotPublic):
		return officer.HookNotPublic
	case errors.As(err, &certificate), errors.As(err, &record), errors.As(err, &alert), errors.Is(err, http.ErrSchemeMismatch):
		return officer.HookTLS
	case errors.As(err, &name):
		return officer.HookUnreachable
	case errors.As(err, &timeout) && timeout.Timeout():
		return officer.HookTimeout
	case errors.As(err, &dialling) && dialling.Op == "dial":
		return officer.HookUnreachable
	case strings.Contains(err.Error(), "tls:"):
		return officer.HookTLS
	}
	return officer.HookBroken
}
