package officer

import "time"

// SessionLimits say how long a session lasts.
type SessionLimits struct {
	Idle     time.Duration // without a request
	Absolute time.Duration // whatever happens
}

// DefaultSessionLimits are those of a desk where other people's data are open.
var DefaultSessionLimits = SessionLimits{Idle: 30 * time.Minute, Absolute: 12 * time.Hour}

// SessionTouch is how long a session's last use may be written down late: a
// request within it writes nothing.
const SessionTouch = time.Minute

// TokenGrace is how long a session's token before the last still leads to the
// new one, when rights grew: two tabs may ask at once.
const TokenGrace = time.Minute

// Why a session ended.
const (
	EndedSignedOut       = "signed_out"
	EndedReplaced        = "replaced"         // somebody signed in again in the same browser
	EndedRevoked         = "revoked"          // in the list of sessions
	EndedPasswordChanged = "password_changed" // also by a reset
	EndedSecondFactor    = "second_factor_changed"
	EndedEmailChanged    = "email_changed"
	EndedAccountClosed   = "account_closed"
)

// A Session is a person's stay in the portal in one browser. The browser holds
// a token, the portal only its digest.
type Session struct {
	ID             SessionID
	Digest         string
	Account        AccountID
	Organisation   OrganisationID // where the person works; empty in their own portal
	SecondFactorAt time.Time      // zero: not shown in this session
	CreatedAt      time.Time
	SeenAt         time.Time
	IdleUntil      time.Time
	ExpiresAt      time.Time
	Address        string // where it was opened from
	UserAgent      string
	Device         string // digest of the browser's own cookie, which outlives the session
	TokenDue       bool   // rights grew since the browser's token was made
}

// Touch notes a use of the session and puts off its idle end, never beyond the
// absolute one.
func (s *Session) Touch(at time.Time, l SessionLimits) {
	s.SeenAt = at
	s.IdleUntil = at.Add(l.Idle)
	if s.IdleUntil.After(s.ExpiresAt) {
		s.IdleUntil = s.ExpiresAt
	}
}

// NewSession opens a session at an instant.
func NewSession(account AccountID, at time.Time, l SessionLimits) Session {
	s := Session{ID: NewID[SessionID](), Account: account, CreatedAt: at, ExpiresAt: at.Add(l.Absolute)}
	s.Touch(at, l)
	return s
}
