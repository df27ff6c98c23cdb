package officer

import "time"

// How long an applicant's draft is kept after they worked on it last, and how
// long before its end they are told.
const (
	DraftKept   = 30 * 24 * time.Hour
	DraftWarned = 7 * 24 * time.Hour
)

// KeptUntil is when a draft ends unless its applicant goes on with it.
func (a OwnApplication) KeptUntil() time.Time { return a.ChangedAt.Add(DraftKept) }

// Expire ends a draft that its applicant left alone, and takes out of it what
// they had filled in: nobody has seen it, and nobody needs it.
func (a *Application) Expire(at time.Time) error {
	if a.Status != ApplicationDraft || !a.ByApplicant() || at.Before(a.ChangedAt.Add(DraftKept)) {
		return Fail(Conflict, "ordering.not_expired")
	}
	if err := a.Move(ApplicationExpired, at); err != nil {
		return err
	}
	a.Form, a.Stated, a.StatedNumberSealed, a.DocumentExpiresOn = Form{}, Document{}, nil, Date{}
	a.RevocationPasswordHash, a.SecurityAnswerHash = "", ""
	return nil
}
