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

// A WebhookSender posts to an organisation's own system. It may be called often
// for one delivery, with the same id. The answer is the receiver's status code, 0
// for none.
type WebhookSender interface {
	Post(ctx context.Context, c officer.WebhookCall) (answer int, problem officer.WebhookProblem)
}
