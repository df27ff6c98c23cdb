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

// CardProduction makes cards, in a house that is not ours. The worker goes to it
// for each open batch of its way, again and again, until the batch is closed; it
// may be called twice for everything.
type CardProduction interface {
	// Take hands over a batch: the signed file, as it can be downloaded.
	Take(ctx context.Context, b officer.Batch, file []byte) error
	// Results gives results that came since; a delivery without a file is none.
	Results(ctx context.Context, b officer.Batch, file []byte) (Delivery, error)
	// Settle is told what became of a delivery, which is not wanted again.
	Settle(ctx context.Context, d Delivery, i officer.ProductionImport) error
}

// A Delivery is a file of results, see [officer.ReadResults].
type Delivery struct {
	Name string
	File []byte
}

// A WebhookSender posts to an organisation's own system. It may be called often
// for one delivery, with the same id. The answer is the receiver's status code, 0
// for none.
type WebhookSender interface {
	Post(ctx context.Context, c officer.WebhookCall) (answer int, problem officer.WebhookProblem)
}
