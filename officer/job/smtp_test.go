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
	time.Sleep(d.slowness)
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
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := smtp.NewServer(p)
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	s, err := job.NewSMTP(job.SMTPOptions{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: tls, From: "Officer-Portal <portal@example.org>"})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

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
