package desk

import (
	"context"

	"officerportal/officer"
)

// A Mailer takes a mail out of the house, to a system that is not ours. It may
// be called twice for one mail, with the same Message-ID.
type Mailer interface {
	Send(ctx context.Context, m officer.Mail) error
}
