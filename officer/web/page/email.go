package page

import (
	"time"

	"officerportal/officer"
)

// An EmailPage is about the address of an account and the change of it.
type EmailPage struct {
	Email      string
	Change     officer.EmailChange // that waits to be confirmed; zero for none
	Typed      string
	OwnMailbox bool
}

func (p EmailPage) asksInitials(f *Frame) bool { return p.OwnMailbox || f.Error("own_mailbox") != "" }

// about says who has confirmed the change that is under way.
func (p EmailPage) about(f *Frame) Summary {
	return Summary{Title: f.T("email_change.open"), Rows: []SummaryRow{
		{Label: f.T("email_change.to"), Value: mailboxState(p.Change.Email, TagOf(f.confirmed(p.Change.NewConfirmedAt)))},
		{Label: f.T("email_change.old"), Value: mailboxState(p.Email, TagOf(f.confirmed(p.Change.OldConfirmedAt)))},
		{Label: f.T("email_change.until"), Value: DateTimeOf(f, p.Change.ExpiresAt)},
	}}
}

func (f *Frame) confirmed(at time.Time) Tag {
	if at.IsZero() {
		return Tag{Text: f.T("email_change.waiting"), Tone: Info}
	}
	return Tag{Text: f.T("email_change.confirmed"), Tone: Success}
}

// A ConfirmEmailPage asks the holder of one address, behind its link.
type ConfirmEmailPage struct {
	Action string
	Old    bool   // it is the former address that confirms
	New    string // the new address
}
