package desk

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
)

// SignIn lets people in, and out again.
type SignIn struct {
	*Counter
	Limits officer.SessionLimits
}

// Credentials are what somebody types to sign in. Unlock is the token of a mailed
// link that leads past a stranger's wrong tries; empty without one.
type Credentials struct {
	Email, Password, Unlock string
}

// A Visitor is where somebody comes from: what their browser says and holds.
type Visitor struct {
	Address   string // IP address
	UserAgent string
	Device    string // token of the browser's own cookie, which outlives sessions; empty at first
	Session   string // token of a session that this one takes the place of; empty for none
}

// An Admission is what the browser gets: the session's token and its own. Further
// says that the session may do nothing yet but show, or set up, a second factor.
type Admission struct {
	Token   secret.Secret
	Device  secret.Secret
	Further bool
}

// The purposes of digests that are not links.
const (
	deviceDigest   secret.Purpose = "device"
	throttleDigest secret.Purpose = "throttle"
)

// Authenticate lets somebody in by e-mail address and password. Whoever needs a
// second factor gets a session that can do nothing else before.
//
// An unknown address, a wrong password and a closed account are one refusal,
// signin.wrong, after the same work. Too many tries are TooMany; whoever has
// been in the account from this browser before, or has a mailed link, is
// counted by themselves, so that a stranger's tries do not stop them.
func (s *SignIn) Authenticate(ctx context.Context, c Credentials, from Visitor) (Admission, error) {
	a, err := s.attempt(ctx, c, from)
	if err != nil {
		return Admission{}, err
	}
	fits, err := s.fits(ctx, a.account, secret.Of(c.Password))
	if err != nil {
		return Admission{}, err
	}
	if !fits {
		return Admission{}, s.wrong(ctx, a)
	}
	rehashed, err := s.rehash(ctx, a.account, secret.Of(c.Password))
	if err != nil {
		return Admission{}, err
	}
	return s.open(ctx, a, rehashed, from)
}

// fits does the same work whether there is an account to sign in to or not.
// An account that has no password, as those of the demo, fits none.
func (c *Counter) fits(ctx context.Context, a officer.Account, password secret.Secret) (bool, error) {
	if a.Status != officer.AccountActive || a.PasswordHash == "" {
		return false, c.Passwords.Dummy(ctx, password)
	}
	return c.Passwords.Verify(ctx, password, a.PasswordHash)
}

// rehash gives a hash at today's cost where the account's was made at another, or "".
func (s *SignIn) rehash(ctx context.Context, a officer.Account, password secret.Secret) (string, error) {
	if !secret.NeedsRehash(a.PasswordHash) {
		return "", nil
	}
	return s.Passwords.Hash(ctx, password)
}

func signInWrong() error { return officer.Fail(officer.Invalid, "signin.wrong") }

// wrong writes down a wrong try and gives the refusal.
func (s *SignIn) wrong(ctx context.Context, a attempt) error {
	return s.settle(ctx, func(tx *postgres.Tx) error {
		tx.Record("signin.failed", string(a.account.ID), "known_browser", a.known)
		return signInWrong()
	})
}

// open opens the session of an attempt whose password was right.
func (s *SignIn) open(ctx context.Context, a attempt, rehashed string, from Visitor) (Admission, error) {
	var in Admission
	err := s.settle(ctx, func(tx *postgres.Tx) error {
		account, err := tx.Account(a.account.ID)
		if err != nil {
			return err
		}
		if account.Status != officer.AccountActive || account.PasswordHash != a.account.PasswordHash {
			tx.Record("signin.failed", string(account.ID), "changed_meanwhile", true)
			return signInWrong()
		}
		if err := s.settleAttempt(tx, a); err != nil {
			return err
		}
		if rehashed != "" {
			if err := tx.SetPasswordHash(account.ID, account.PasswordHash, rehashed); err != nil {
				return err
			}
		}
		in, err = s.begin(tx, account, from, time.Time{})
		return err
	})
	return in, err
}

// begin opens a session for an account. A second factor that was shown already
// has its time; zero means that it is still to come where one is needed.
func (s *SignIn) begin(tx *postgres.Tx, a officer.Account, from Visitor, secondFactorAt time.Time) (Admission, error) {
	places, err := tx.Workplaces(a.ID)
	if err != nil {
		return Admission{}, err
	}
	last, err := tx.LastPlace(a.ID)
	if err != nil {
		return Admission{}, err
	}
	if err := s.replace(tx, from.Session); err != nil {
		return Admission{}, err
	}
	session := officer.NewSession(a.ID, tx.Now, s.Limits)
	p := officer.Presence{Session: session, Account: a, Workplaces: places}
	in := Admission{Token: secret.NewToken(), Device: deviceToken(from), Further: p.SecondFactorDemanded() && secondFactorAt.IsZero()}
	session.Organisation, session.SecondFactorAt = p.StartingPlace(last), secondFactorAt
	session.Digest = s.Keys.Digests.Digest(secret.Session, in.Token)
	session.Device = s.Keys.Digests.Digest(deviceDigest, in.Device)
	session.Address, session.UserAgent = from.Address, browserName(from.UserAgent)
	tx.Record("signin.succeeded", string(a.ID), "session", session.ID, "second_factor_due", in.Further)
	return in, tx.AddSession(session)
}

// replace ends the session that the browser held before.
func (s *SignIn) replace(tx *postgres.Tx, token string) error {
	if token == "" {
		return nil
	}
	p, err := tx.Presence(s.sessionDigests(token))
	switch {
	case errors.Is(err, officer.NotFound):
		return nil
	case err != nil:
		return err
	}
	return tx.EndSession(p.Session.Account, p.Session.ID, officer.EndedReplaced)
}

func deviceToken(from Visitor) secret.Secret {
	if from.Device == "" || len(from.Device) > maxToken {
		return secret.NewToken()
	}
	return secret.Of(from.Device)
}

// browserName is what a browser says of itself, as far as it can be shown.
func browserName(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, text)
	short, _ := officer.CutClusters(text, 200)
	return short
}

func (s *SignIn) sessionDigests(token string) []string {
	if token == "" || len(token) > maxToken {
		return nil
	}
	return s.Keys.Digests.Candidates(secret.Session, secret.Of(token))
}

// Resume gives the person behind a session's token, as they stand this very
// moment: one query for everything. A token that is unknown, ended or timed out
// is Unauthenticated. The session's idle end is put off, which is written down
// once a minute at most.
func (s *SignIn) Resume(ctx context.Context, token string) (officer.Actor, error) {
	var touched *officer.Session
	actor, err := s.present(ctx, token, func(session *officer.Session, now time.Time) {
		seen := session.SeenAt
		session.Touch(now, s.Limits)
		if touched = nil; now.Sub(seen) >= officer.SessionTouch {
			touched = session
		}
	})
	if err == nil && touched != nil {
		err = s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error { return tx.TouchSession(*touched) })
	}
	return actor, err
}

// Look is Resume for a page that reads itself again: nobody need sit before it,
// and the session's idle end stays where it is.
func (s *SignIn) Look(ctx context.Context, token string) (officer.Actor, error) {
	return s.present(ctx, token, func(*officer.Session, time.Time) {})
}

// present reads who stands behind a session's token at this moment.
func (s *SignIn) present(ctx context.Context, token string, seen func(*officer.Session, time.Time)) (actor officer.Actor, err error) {
	err = s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) error {
		p, err := tx.Presence(s.sessionDigests(token))
		if err != nil {
			return err
		}
		seen(&p.Session, tx.Now)
		actor, err = p.Actor(officer.Today(tx.Now))
		return err
	})
	if errors.Is(err, officer.NotFound) {
		return officer.Actor{}, officer.Fail(officer.Unauthenticated, "signin.needed")
	}
	return actor, err
}

// SignOut ends the session of the actor, who need not have shown a second factor
// to leave.
func (s *SignIn) SignOut(ctx context.Context) error {
	actor, ok := officer.ActorFrom(ctx)
	if !ok {
		return officer.Fail(officer.Unauthenticated, "signin.needed")
	}
	return s.DB.Do(ctx, ownScope(actor), func(tx *postgres.Tx) error {
		tx.Record("session.ended", string(actor.Account), "session", actor.Session, "why", officer.EndedSignedOut)
		return tx.EndSession(actor.Account, actor.Session, officer.EndedSignedOut)
	})
}

// How long sign-in remembers: tries and links, and sessions that ended, by which
// it knows a person's browsers.
const (
	rememberTries    = 2 * 24 * time.Hour
	rememberSessions = 180 * 24 * time.Hour
)

// Tidy forgets what sign-in has no more use for. The worker calls it now and then.
func (s *SignIn) Tidy(ctx context.Context) error {
	return s.DB.Do(ctx, postgres.System, func(tx *postgres.Tx) error {
		if err := tx.ForgetWaiting(tx.Now); err != nil {
			return err
		}
		return tx.ForgetSignIns(tx.Now.Add(-rememberTries), tx.Now.Add(-rememberSessions))
	})
}
