package job_test

import (
	"context"
	"io"
	"mime"
	"mime/multipart"
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

// letter reads the parts of a mail by their kind.
func letter(t *testing.T, m *netmail.Message, body string) map[string]string {
	t.Helper()
	kind, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("%s: %v", kind, err)
	}
	parts := map[string]string{}
	for r := multipart.NewReader(strings.NewReader(body), params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return parts
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := mime.ParseMediaType(p.Header.Get("Content-Type"))
		text, err := io.ReadAll(p) // quoted-printable is undone
		if err != nil {
			t.Fatal(err)
		}
		parts[kind] = string(text)
	}
}

// A mail of an organisation bears its name beside the portal's address, says where
// answers go, and has the same words as plain text and as HTML.
func TestAMailOfAnOrganisation(t *testing.T) {
	office := &postOffice{}
	m := aMail()
	m.House = officer.MailHouse{Sender: "Möwenwind Energie GmbH", ReplyTo: "karten@moewenwind.example", FooterDE: "Möwenwind <Energie>\nRostock"}
	if err := office.open(t, "none").Send(t.Context(), m); err != nil {
		t.Fatal(err)
	}
	h := office.got[0].Header
	from, err := h.AddressList("From")
	if err != nil || len(from) != 1 || from[0].Address != "portal@example.org" || from[0].Name != "Möwenwind Energie GmbH" {
		t.Errorf("from %v, %v", from, err)
	}
	if h.Get("Reply-To") != "<karten@moewenwind.example>" || h.Get("Content-Language") != "de" {
		t.Errorf("header: %v", h)
	}
	parts := letter(t, office.got[0], office.texts[0])
	for kind, want := range map[string][]string{
		"text/plain": {"Kim Łukasz", "https://portal.example/x", "Möwenwind <Energie>", "Ihre Antwort geht an die Organisation"},
		"text/html":  {`<html lang="de">`, `href="https://portal.example/x"`, "Kim Łukasz", "Möwenwind &lt;Energie&gt;<br>Rostock"},
	} {
		for _, words := range want {
			if !strings.Contains(parts[kind], words) {
				t.Errorf("%s lacks %q:\n%s", kind, words, parts[kind])
			}
		}
	}
	for _, fetched := range []string{"<img", "<link", "<script", "style", "src="} {
		if strings.Contains(parts["text/html"], fetched) {
			t.Errorf("the HTML has %s", fetched)
		}
	}
}

// Whatever a name holds, it makes no further header.
func TestANameMakesNoHeader(t *testing.T) {
	office := &postOffice{}
	m := aMail()
	m.Args["name"], m.House.Sender = "Kim\r\nBcc: evil@evil.example", "A\r\nBcc: evil@evil.example"
	m.Template = "order_withdrawn"
	m.Args["number"] = "1\r\nBcc: evil@evil.example"
	err := office.open(t, "none").Send(t.Context(), m)
	if err == nil && (len(office.got) != 1 || office.got[0].Header.Get("Bcc") != "") {
		t.Errorf("%v", office.got[0].Header)
	}
}
