package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/pdf"
	"officerportal/rbac"
)

func (s *Server) accountRoutes(r *router) {
	r.get("/account", rbac.AccountProfile, s.account)
	r.get("/account/profile", rbac.AccountProfile, s.profile)
	r.post("/account/profile", rbac.AccountProfile, s.saveProfile)
	r.get("/account/password", rbac.AccountPassword, s.askPassword)
	r.post("/account/password", rbac.AccountPassword, s.changePassword)
	r.get("/account/sessions", rbac.AccountSessions, s.sessions)
	r.post("/account/sessions/end-others", rbac.AccountSessions, s.endOtherSessions)
	r.post("/account/sessions/:session/end", rbac.AccountSessions, s.endOneSession)
	r.get("/account/second-factor", rbac.AccountSecondFactor, s.secondFactor)
	r.post("/account/second-factor/begin", rbac.AccountSecondFactor, s.beginEnrolment)
	r.get("/account/second-factor/setup", rbac.AccountSecondFactor, s.enrolment)
	r.post("/account/second-factor/confirm", rbac.AccountSecondFactor, s.confirmEnrolment)
	r.post("/account/second-factor/drop", rbac.AccountSecondFactor, s.dropSecondFactor)
	r.get("/account/recovery-codes", rbac.AccountSecondFactor, s.askRecoveryCodes)
	r.post("/account/recovery-codes", rbac.AccountSecondFactor, s.renewRecoveryCodes)
	r.post("/account/place", rbac.SignedIn, s.switchPlace)
}

// accountFrame is a frame with the way back to the account.
func ofAccount(p func(*page.Frame) templ.Component) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: "/account", Text: f.T("account.back")}
		return p(f)
	}
}

func (s *Server) account(c *fiber.Ctx) error {
	mine, err := s.Accounts.Mine(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "account.title", func(f *page.Frame) templ.Component {
		return page.Account(f, page.AccountPage{Account: mine.Account, Workplaces: mine.Workplaces, Sessions: mine.Sessions, RecoveryCodes: mine.RecoveryCodes, MayDelete: may(c, rbac.AccountDeletion)})
	})
}

func (s *Server) profile(c *fiber.Ctx) error {
	mine, err := s.Accounts.Mine(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "profile.title", profilePage(mine, mine.Account))
}

// profilePage shows the names as they are typed where they can be, else as they stand.
func profilePage(mine desk.AccountPage, typed officer.Account) func(*page.Frame) templ.Component {
	if mine.Fixed() {
		typed.GivenNames, typed.FamilyName = mine.Account.GivenNames, mine.Account.FamilyName
	}
	return ofAccount(func(f *page.Frame) templ.Component {
		return page.Profile(f, page.ProfilePage{GivenNames: typed.GivenNames, FamilyName: typed.FamilyName, Language: typed.Language, Version: typed.Version, Fixed: mine.Fixed()})
	})
}

func (s *Server) saveProfile(c *fiber.Ctx) error {
	form := bind(c)
	form.Need("language")
	typed := officer.Account{GivenNames: form.Value("given_names"), FamilyName: form.Value("family_name"), Language: form.One("language", page.Languages...), Version: form.Version()}
	err := form.Err()
	if err == nil {
		err = s.Accounts.SaveProfile(c.UserContext(), desk.Profile{GivenNames: typed.GivenNames, FamilyName: typed.FamilyName, Language: typed.Language, Version: typed.Version})
	}
	if err == nil {
		return s.done(c, "/account", "account.saved")
	}
	if !errors.Is(err, officer.Invalid) && !errors.Is(err, officer.Stale) {
		return err
	}
	mine, failure := s.Accounts.Mine(c.UserContext())
	switch {
	case failure != nil:
		return failure
	case errors.Is(err, officer.Stale):
		return s.staleProfile(c, form, mine)
	}
	return s.again(c, err, "profile.title", profilePage(mine, typed))
}

func (s *Server) askPassword(c *fiber.Ctx) error {
	return s.show(c, "password.title", passwordPage(c))
}

func passwordPage(c *fiber.Ctx) func(*page.Frame) templ.Component {
	actor, _ := officer.ActorFrom(c.UserContext())
	return ofAccount(func(f *page.Frame) templ.Component { return page.ChangePassword(f, actor.Email) })
}

func (s *Server) changePassword(c *fiber.Ctx) error {
	form := bind(c)
	form.Need("old_password", "password")
	old, password := form.Secret("old_password", passwordLimit), form.Secret("password", passwordLimit)
	if err := form.Err(); err != nil {
		return s.again(c, err, "password.title", passwordPage(c))
	}
	token, err := s.Accounts.ChangePassword(c.UserContext(), old, password)
	if err != nil {
		return s.again(c, err, "password.title", passwordPage(c))
	}
	s.startSession(c, token.Reveal())
	return s.done(c, "/account", "password.changed")
}

func (s *Server) sessions(c *fiber.Ctx) error {
	list, err := s.Accounts.Sessions(c.UserContext())
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	return s.show(c, "sessions.title", ofAccount(func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Sessions(f, page.SessionsPage{Sessions: list, Current: actor.Session})
	}))
}

func (s *Server) endOneSession(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.SessionID](c.Params("session"))
	if err != nil {
		return err
	}
	if err := s.Accounts.EndSession(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, "/account/sessions", "sessions.ended")
}

func (s *Server) endOtherSessions(c *fiber.Ctx) error {
	if err := s.Accounts.EndOtherSessions(c.UserContext()); err != nil {
		return err
	}
	return s.done(c, "/account/sessions", "sessions.others_ended")
}

// secondFactor is where an authenticator is set up, replaced or given up. It is
// open also while signing in, to whoever has none yet.
func (s *Server) secondFactor(c *fiber.Ctx) error {
	show, err := s.factorPage(c)
	if err != nil {
		return err
	}
	return s.show(c, "account.second_factor", show)
}

func (s *Server) factorPage(c *fiber.Ctx) (func(*page.Frame) templ.Component, error) {
	factor, err := s.Accounts.SecondFactor(c.UserContext())
	if err != nil {
		return nil, err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	p := page.FactorPage{Enrolled: factor.Enrolled, Mandatory: factor.Mandatory, Signing: actor.SecondFactorDue}
	show := func(f *page.Frame) templ.Component { return page.SecondFactorSetup(f, p) }
	if p.Signing {
		return show, nil
	}
	return ofAccount(show), nil
}

func (s *Server) beginEnrolment(c *fiber.Ctx) error {
	err := s.Accounts.BeginEnrolment(c.UserContext(), bind(c).Value("password"))
	if err != nil {
		return s.factorAgain(c, err)
	}
	return s.done(c, "/account/second-factor/setup", "")
}

func (s *Server) dropSecondFactor(c *fiber.Ctx) error {
	err := s.Accounts.DropSecondFactor(c.UserContext(), bind(c).Value("password"))
	if err != nil {
		return s.factorAgain(c, err)
	}
	return s.done(c, "/account", "factor.dropped")
}

func (s *Server) factorAgain(c *fiber.Ctx, refusal error) error {
	show, err := s.factorPage(c)
	if err != nil {
		return err
	}
	return s.again(c, refusal, "account.second_factor", show)
}

func (s *Server) enrolment(c *fiber.Ctx) error {
	show, err := s.enrolmentPage(c)
	if errors.Is(err, officer.NotFound) {
		return s.done(c, "/account/second-factor", "")
	}
	if err != nil {
		return err
	}
	return s.show(c, "enrolment.title", show)
}

func (s *Server) enrolmentPage(c *fiber.Ctx) (func(*page.Frame) templ.Component, error) {
	drawn, err := s.Accounts.Enrolment(c.UserContext())
	if err != nil {
		return nil, err
	}
	qr, err := pdf.QR(drawn.URI.Reveal())
	if err != nil {
		return nil, err
	}
	return func(f *page.Frame) templ.Component {
		return page.Enrolment(f, page.EnrolmentPage{QR: qr, Key: drawn.Key.Reveal()})
	}, nil
}

// confirmEnrolment shows the recovery codes in its own answer: they are shown
// this once and kept nowhere.
func (s *Server) confirmEnrolment(c *fiber.Ctx) error {
	fresh, err := s.Accounts.ConfirmEnrolment(c.UserContext(), bind(c).Line("code", 20))
	if errors.Is(err, officer.Invalid) || errors.Is(err, officer.TooMany) {
		show, failure := s.enrolmentPage(c)
		if failure != nil {
			return failure
		}
		return s.again(c, err, "enrolment.title", show)
	}
	if err != nil {
		return err
	}
	if err := s.goOn(c, fresh.Token.Reveal()); err != nil {
		return err
	}
	codes := make([]string, len(fresh.Codes))
	for i, code := range fresh.Codes {
		codes[i] = code.Reveal()
	}
	return s.show(c, "recovery.codes_title", func(f *page.Frame) templ.Component { return page.RecoveryCodes(f, codes) })
}

// goOn answers the rest of this request as the renewed session.
func (s *Server) goOn(c *fiber.Ctx, token string) error {
	s.startSession(c, token)
	actor, err := s.Sessions.Resume(c.UserContext(), token)
	if err != nil {
		return err
	}
	visitOf(c).actor, visitOf(c).token = actor, token
	c.SetUserContext(officer.WithActor(c.UserContext(), actor))
	return nil
}

func (s *Server) askRecoveryCodes(c *fiber.Ctx) error {
	show, err := s.recoveryPage(c)
	if err != nil {
		return err
	}
	return s.show(c, "recovery.renew_title", show)
}

func (s *Server) recoveryPage(c *fiber.Ctx) (func(*page.Frame) templ.Component, error) {
	factor, err := s.Accounts.SecondFactor(c.UserContext())
	if err != nil {
		return nil, err
	}
	if !factor.Enrolled || !factor.Shown {
		return nil, officer.Fail(officer.NotFound, "page.not_found")
	}
	return ofAccount(func(f *page.Frame) templ.Component { return page.RenewRecoveryCodes(f, factor.RecoveryCodes) }), nil
}

func (s *Server) renewRecoveryCodes(c *fiber.Ctx) error {
	drawn, err := s.Accounts.RenewRecoveryCodes(c.UserContext(), bind(c).Value("password"))
	if err != nil {
		show, failure := s.recoveryPage(c)
		if failure != nil {
			return failure
		}
		return s.again(c, err, "recovery.renew_title", show)
	}
	codes := make([]string, len(drawn))
	for i, code := range drawn {
		codes[i] = code.Reveal()
	}
	return s.show(c, "recovery.codes_title", func(f *page.Frame) templ.Component { return page.RecoveryCodes(f, codes) })
}

// switchPlace goes to another place where the person works.
func (s *Server) switchPlace(c *fiber.Ctx) error {
	form := bind(c)
	to := officer.OrganisationID(form.Value("place"))
	if to != "" {
		var err error
		if to, err = officer.ParseID[officer.OrganisationID](string(to)); err != nil {
			return err
		}
	}
	token, err := s.SignIn.SwitchPlace(c.UserContext(), to)
	if err != nil {
		return err
	}
	s.startSession(c, token.Reveal())
	return s.done(c, "/", "place.switched")
}
