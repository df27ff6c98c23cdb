package job_test

import (
	"context"
	"io"
	"net"
	netmail "net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"officerportal/officer"
	"officerportal/officer/job"
)

// A postOffice is a mail server on loopback that keeps what it gets.
type postOffice struct {
	mu       sync.Mutex
	got      []*netmail.Message
	texts    []string
	refuse   *smtp.SMTPError
	slowness time.Duration
}

func (p *postOffice) NewSession(*smtp.Conn) (smtp.Session, error) { return &delivery{p}, nil }

type delivery struct{ *postOffice }

func (d *delivery) Mail(string, *smtp.MailOptions) error { return nil }
func (d *delivery) Reset()                               {}
func (d *delivery) Logout() error                        { return nil }

func (d *delivery) Rcpt(string, *smtp.RcptOptions) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.refuse != nil {
		return d.refuse
	}
	return nil
}

func (d *delivery) Data(r io.Reader) error {
	d.mu.Lock()
	slowness := d.slowness
	d.mu.Unlock()
	time.Sleep(slowness)
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	if err != nil {
		return err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.got, d.texts = append(d.got, m), append(d.texts, string(body))
	return nil
}

// open starts the post office and gives a sender to it that asks for TLS so.
func (p *postOffice) open(t *testing.T, tls string) *job.SMTP {
	t.Helper()
	return sender(t, p.serve(t, "127.0.0.1:0"), tls)
}

// serve opens the post office at an address and gives where it is.
func (p *postOffice) serve(t *testing.T, address string) *net.TCPAddr {
	t.Helper()
	l, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(p)
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return l.Addr().(*net.TCPAddr)
}

// sender delivers to a post office, in less time than production would wait.
func sender(t *testing.T, to *net.TCPAddr, tls string) *job.SMTP {
	t.Helper()
	s, err := job.NewSMTP(job.SMTPOptions{Host: "127.0.0.1", Port: to.Port, TLS: tls, From: "Officer-Portal <portal@example.org>", Within: patience})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const patience = 500 * time.Millisecond

func aMail() officer.Mail {
	return officer.Mail{ID: officer.NewID[officer.MailID](), Recipient: "kim@beispiel.example", Language: "de", Template: "password_reset",
		Args: map[string]string{"name": "Kim Łukasz", "link": "https://portal.example/x"}, MessageID: "abc@portal.example", CreatedAt: time.Now()}
}

func TestAMailArrivesUnderItsOwnID(t *testing.T) {
	office := &postOffice{}
	sender := office.open(t, "none")
	m := aMail()
	for range 2 { // a second try is the same mail
		if err := sender.Send(context.Background(), m); err != nil {
			t.Fatal(err)
		}
	}
	if len(office.got) != 2 {
		t.Fatalf("%d mails arrived", len(office.got))
	}
	for i, got := range office.got {
		h := got.Header
		if h.Get("Message-Id") != "<abc@portal.example>" || h.Get("To") != "<kim@beispiel.example>" || h.Get("Auto-Submitted") != "auto-generated" {
			t.Errorf("header: %v", h)
		}
		if !strings.Contains(office.texts[i], "https://portal.example/x") {
			t.Errorf("text without its link:\n%s", office.texts[i])
		}
	}
}

func TestAServerThatRefusesOrIsDownIsAnError(t *testing.T) {
	office := &postOffice{refuse: &smtp.SMTPError{Code: 451, Message: "later"}}
	if err := office.open(t, "none").Send(context.Background(), aMail()); err == nil {
		t.Error("a refused mail counts as sent")
	}
	down, err := job.NewSMTP(job.SMTPOptions{Host: "127.0.0.1", Port: 1, TLS: "none", From: "portal@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	if err := down.Send(context.Background(), aMail()); err == nil {
		t.Error("a mail to nobody counts as sent")
	}
}

func TestAServerWithoutTLSGetsNothingWhenTLSIsAsked(t *testing.T) {
	office := &postOffice{}
	s := office.open(t, "starttls")
	if err := s.Send(context.Background(), aMail()); err == nil || len(office.got) != 0 {
		t.Errorf("sent in clear: %v, %d arrived", err, len(office.got))
	}
}
