package officer

import (
	"regexp"
	"strings"
	"time"
)

// A Mail is queued in the transaction that causes it and sent afterwards, at
// least once, always under the same Message-ID. Args name what the template
// says: a name, an order number, a link; nothing else personal.
type Mail struct {
	ID           MailID
	Organisation OrganisationID
	Recipient    string
	Language     string
	Template     string
	Args         map[string]string
	MessageID    string
	Status       MailStatus
	Attempts     int
	DueAt        time.Time
	CreatedAt    time.Time
	SentAt       time.Time
	Problem      string
	House        MailHouse // how the organisation signs, where the mail is one's
}

// A MailStatus is where a mail stands.
type MailStatus string

// The statuses of a mail. An unwanted one was of a kind that its recipient had
// switched off when it was to go out.
const (
	MailQueued   MailStatus = "queued"
	MailSent     MailStatus = "sent"
	MailDead     MailStatus = "dead"
	MailUnwanted MailStatus = "unwanted"
)

// MailStatuses lists them, what needs somebody first.
var MailStatuses = []MailStatus{MailDead, MailQueued, MailSent, MailUnwanted}

// A MailHouse is how an organisation signs the mails about its orders. They come
// from the portal's own address all the same.
type MailHouse struct {
	Sender   string // display name; empty for the portal's own
	ReplyTo  string // where answers go; empty for nowhere
	FooterDE string
	FooterEN string
}

// FooterLimit is how long a mail's footer may be, in characters.
const FooterLimit = 500

// Footer gives the closing lines in a language.
func (h MailHouse) Footer(language string) string {
	if language == "en" {
		return h.FooterEN
	}
	return h.FooterDE
}

// Clean gives the letterhead as it may be kept, or what is wrong with it. An
// address in the display name would let one mail pretend to come from another
// sender, so there is none.
func (h MailHouse) Clean() (MailHouse, error) {
	var c cleaner
	c.line("mail_sender", &h.Sender, 64)
	c.text("mail_footer_de", &h.FooterDE, FooterLimit)
	c.text("mail_footer_en", &h.FooterEN, FooterLimit)
	p := c.problems
	if strings.ContainsAny(h.Sender, `@<>"`) {
		p.Add("mail_sender", "organisation.sender_wrong")
	}
	if (h.FooterDE == "") != (h.FooterEN == "") {
		p.Add(map[bool]string{true: "mail_footer_de", false: "mail_footer_en"}[h.FooterDE == ""], "organisation.footer_both")
	}
	if h.ReplyTo = strings.TrimSpace(h.ReplyTo); h.ReplyTo != "" {
		address, err := ParseEmail(h.ReplyTo)
		p.AddErr("mail_reply_to", err)
		h.ReplyTo = string(address)
	}
	return h, p.Err()
}

// MaskEmail shows of an address what tells a fault of a mail server, the domain,
// and not whose it is.
func MaskEmail(address string) string {
	local, domain, found := strings.Cut(address, "@")
	if !found || local == "" {
		return "…"
	}
	return string([]rune(local)[:1]) + "…@" + domain
}

var anyAddress = regexp.MustCompile(`[^\s<>"'(),;:]+@[^\s<>"'(),;:]+`)

// MaskEmails masks every address in a text, such as what a mail server answered.
func MaskEmails(text string) string { return anyAddress.ReplaceAllStringFunc(text, MaskEmail) }

// A MailPage is a page of the provider's list of mails, the newest first.
type MailPage struct {
	Mails          []ListedMail
	Previous, Next Cursor
}

// A ListedMail is a mail without what it says.
type ListedMail struct {
	Mail
	OrganisationName string
}
