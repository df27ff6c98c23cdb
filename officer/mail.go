package officer

import "time"

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
	Status       string // queued, sent, dead
	Attempts     int
	DueAt        time.Time
	CreatedAt    time.Time
	SentAt       time.Time
	Problem      string
}
