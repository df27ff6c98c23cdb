package officer

import (
	"strings"
	"time"
)

// An EventKind names what happened, as noun.verbed.
type EventKind string

// An Event is one line in the book: who did what to which thing, when. Details
// hold ids, statuses and field names, never a document number, a code, a
// password or a token.
type Event struct {
	ID           EventID
	Organisation OrganisationID
	At           time.Time
	Kind         EventKind
	Subject      string // the id of the thing
	Actor        AccountID
	ActorName    string
	ActorRole    Role
	Details      Args
	Request      string
}

// EventFilter says which lines of the book are listed, the newest first.
// Whatever is empty does not narrow the list.
type EventFilter struct {
	From, Until Date   // the first and the last day, in Germany
	Noun        string // what kind of thing: the first word of the event's kind
	Actor       AccountID
	Subject     string
	After       Cursor
}

// Check refuses a period that ends before it begins.
func (f EventFilter) Check() error {
	var p Problems
	if !f.From.IsZero() && !f.Until.IsZero() && f.Until.Before(f.From) {
		p.Add("until", "event.period_backward")
	}
	return p.Err()
}

// An EventPage is a page of the book.
type EventPage struct {
	Events         []Event
	Previous, Next Cursor
}

// Noun is what kind of thing the event is about: appointment, case, role …
func (e Event) Noun() string {
	noun, _, _ := strings.Cut(string(e.Kind), ".")
	return noun
}
