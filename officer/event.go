package officer

import "time"

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
