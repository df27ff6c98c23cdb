package web

import (
	"context"
	"errors"
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// Cookies outlive sessions only to know the browser again, see desk.Visitor.
const deviceCookie = "device"

const passwordLimit = 1000 // characters; the rules allow fewer

func (s *Server) signInRoutes(r *router) {
	r.get(signInPath, rbac.Public, s.askSignIn)
	r.post(signInPath, rbac.Public, s.signIn)
	r.get("/signin/unlock", rbac.Public, s.askUnlock)
	r.post("/signin/unlock", rbac.Public, s.mailUnlock)
	r.get("/signin/unlock/:token", rbac.Public, s.unlock)
	r.get(secondFactorPath, rbac.AccountSecondFactor, s.askSecondFactor)
	r.get("/signin/recovery", rbac.AccountSecondFactor, s.askRecovery)
	r.post(secondFactorPath, rbac.AccountSecondFactor, s.showSecondFactor)
	r.post("/signout", rbac.Public, s.signOut)
	r.get("/password/forgotten", rbac.Public, s.askReset)
	r.post("/password/forgotten", rbac.Public, s.mailReset)
	r.get("/password/reset/:token", rbac.Public, s.askNewPassword)
	r.post("/password/reset/:token", rbac.Public, s.reset)
	r.get("/invitation/:token", rbac.Public, s.askInvitation)
	r.post("/invitation/:token", rbac.Public, s.acceptInvitation)
	if s.demo {
		r.post("/demo/signin", rbac.Public, s.demoSignIn)
	}
}

// visitor says where a request comes from.
func (s *Server) visitor(c *fiber.Ctx) desk.Visitor {
	return desk.Visitor{Address: c.IP(), UserAgent: c.Get(fiber.HeaderUserAgent), Device: s.cookie(c, deviceCookie), Session: visitOf(c).token}
}

func (s *Server) askSignIn(c *fiber.Ctx) error {
	back := localPath(c.Query("return"))
	if actor, signedIn := officer.ActorFrom(c.UserContext()); signedIn {
		if actor.SecondFactorDue {
			return c.Redirect(withReturn(secondFactorPath, back), fiber.StatusSeeOther)
		}
		return c.Redirect(back, fiber.StatusSeeOther)
	}
	return s.signInPage(c, page.SignInPage{Return: back}, nil)
}

// signInPage shows the sign-in, again where a try was refused.
func (s *Server) signInPage(c *fiber.Ctx, p page.SignInPage, refusal error) error {
	if s.demo {
		var err error
		p.Codes = s.demoCodes
		if p.Demo, err = s.SignIn.DemoPeople(c.UserContext()); err != nil {
			return err
		}
	}
	p.Throttled = errors.Is(refusal, officer.TooMany)
	show := func(f *page.Frame) templ.Component { return page.SignIn(f, p) }
	if refusal != nil {
		return s.again(c, refusal, "signin.title", show)
	}
	return s.show(c, "signin.title", show)
}

func (s *Server) signIn(c *fiber.Ctx) error {
	form := bind(c)
	p := page.SignInPage{Email: form.Value("email"), Return: localPath(form.Value("return")), Unlock: form.Value("unlock")}
	in, err := s.SignIn.Authenticate(c.UserContext(), desk.Credentials{Email: p.Email, Password: form.Value("password"), Unlock: p.Unlock}, s.visitor(c))
	if err != nil {
		return s.signInPage(c, p, err)
	}
	return s.admitted(c, in, p.Return)
}

// admitted gives the browser what it got and sends it on.
func (s *Server) admitted(c *fiber.Ctx, in desk.Admission, back string) error {
	s.startSession(c, in.Token.Reveal())
	s.setCookie(c, deviceCookie, in.Device.Reveal(), year)
	if in.Further {
		back = withReturn(secondFactorPath, back)
	}
	return c.Redirect(back, fiber.StatusSeeOther)
}

// demoSignIn takes the place of somebody of the demo. The route is there in the
// demo only, and the desk refuses it elsewhere.
func (s *Server) demoSignIn(c *fiber.Ctx) error {
	form := bind(c)
	id, err := officer.ParseID[officer.AccountID](form.Value("account"))
	if err != nil {
		return err
	}
	in, err := s.SignIn.DemoSignIn(c.UserContext(), id, s.visitor(c))
	if err != nil {
		return err
	}
	return s.admitted(c, in, localPath(form.Value("return")))
}

func (s *Server) signOut(c *fiber.Ctx) error {
	if _, signedIn := officer.ActorFrom(c.UserContext()); signedIn {
		if err := s.SignIn.SignOut(c.UserContext()); err != nil && !errors.Is(err, officer.NotFound) {
			return err
		}
	}
	s.endSession(c)
	return s.done(c, signInPath, "signin.signed_out")
}

// askSecondFactor asks for a code, or leads whoever has no authenticator yet to
// setting one up.
func (s *Server) askSecondFactor(c *fiber.Ctx) error {
	return s.codePage(c, page.CodePage{Return: localPath(c.Query("return"))})
}

func (s *Server) askRecovery(c *fiber.Ctx) error {
	return s.codePage(c, page.CodePage{Return: localPath(c.Query("return")), Recovery: true})
}

func (s *Server) codePage(c *fiber.Ctx, p page.CodePage) error {
	factor, err := s.Accounts.SecondFactor(c.UserContext())
	switch {
	case err != nil:
		return err
	case factor.Shown:
		return c.Redirect(p.Return, fiber.StatusSeeOther)
	case !factor.Enrolled:
		return c.Redirect("/account/second-factor", fiber.StatusSeeOther)
	}
	return s.show(c, codeTitle(p), func(f *page.Frame) templ.Component { return page.SecondFactor(f, p) })
}

func codeTitle(p page.CodePage) string {
	if p.Recovery {
		return "recovery.title"
	}
	return "second_factor.title"
}

func (s *Server) showSecondFactor(c *fiber.Ctx) error {
	form := bind(c)
	p := page.CodePage{Return: localPath(form.Value("return")), Recovery: form.Yes("recovery")}
	token, err := s.SignIn.ShowSecondFactor(c.UserContext(), form.Line("code", 100))
	if err != nil {
		return s.again(c, err, codeTitle(p), func(f *page.Frame) templ.Component { return page.SecondFactor(f, p) })
	}
	s.startSession(c, token.Reveal())
	return c.Redirect(p.Return, fiber.StatusSeeOther)
}

func (s *Server) askUnlock(c *fiber.Ctx) error {
	return s.show(c, "signin.unlock_title", unlockPage(""))
}

func unlockPage(email string) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		return page.AskMail(f, "/signin/unlock", f.T("signin.unlock_text"), email)
	}
}

func (s *Server) mailUnlock(c *fiber.Ctx) error {
	return s.askedMail(c, "signin.unlock_title", s.Accounts.RequestUnlock, unlockPage)
}

func (s *Server) askReset(c *fiber.Ctx) error {
	return s.show(c, "signin.forgotten_title", resetPage(""))
}

func resetPage(email string) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		return page.AskMail(f, "/password/forgotten", f.T("signin.forgotten_text"), email)
	}
}

func (s *Server) mailReset(c *fiber.Ctx) error {
	return s.askedMail(c, "signin.forgotten_title", s.Accounts.RequestReset, resetPage)
}

// askedMail has a link mailed, if there is somebody to mail it to, and says the
// same either way.
func (s *Server) askedMail(c *fiber.Ctx, title string, request func(context.Context, string, desk.Visitor) error, form func(string) func(*page.Frame) templ.Component) error {
	email := bind(c).Value("email")
	if err := request(c.UserContext(), email, s.visitor(c)); err != nil {
		return s.again(c, err, title, form(email))
	}
	return s.show(c, "signin.asked_title", func(f *page.Frame) templ.Component { return page.MailAsked(f) })
}

// unlock is the sign-in behind a mailed link.
func (s *Server) unlock(c *fiber.Ctx) error {
	a, err := s.Accounts.LinkHolder(c.UserContext(), officer.LinkSignInUnlock, c.Params("token"))
	if err != nil {
		return err
	}
	return s.signInPage(c, page.SignInPage{Email: a.Email, Return: "/", Unlock: c.Params("token")}, nil)
}

func (s *Server) askNewPassword(c *fiber.Ctx) error {
	return s.newPasswordPage(c, resetting, nil)
}

func (s *Server) askInvitation(c *fiber.Ctx) error {
	return s.newPasswordPage(c, accepting, nil)
}

// choosing is one of the two flows in which somebody chooses a password behind a
// mailed link.
type choosing struct {
	purpose                   officer.LinkPurpose
	path, title, button, done string
}

var (
	resetting = choosing{officer.LinkPasswordReset, "/password/reset/", "signin.reset_title", "signin.reset_do", "signin.reset_done"}
	accepting = choosing{officer.LinkInvitation, "/invitation/", "signin.invitation_title", "signin.invitation_do", "signin.invitation_done"}
)

// newPasswordPage shows the form, again where a password was refused. Looking
// at it does not use the link up: mail programs look at links too.
func (s *Server) newPasswordPage(c *fiber.Ctx, flow choosing, refusal error) error {
	token := c.Params("token")
	a, err := s.Accounts.LinkHolder(c.UserContext(), flow.purpose, token)
	if err != nil {
		return err
	}
	show := func(f *page.Frame) templ.Component {
		return page.NewPassword(f, page.NewPasswordPage{Action: flow.path + url.PathEscape(token), Email: a.Email, Label: f.T(flow.button)})
	}
	if refusal != nil {
		return s.again(c, refusal, flow.title, show)
	}
	return s.show(c, flow.title, show)
}

func (s *Server) reset(c *fiber.Ctx) error {
	return s.choosePassword(c, resetting, s.Accounts.Reset)
}

func (s *Server) acceptInvitation(c *fiber.Ctx) error {
	return s.choosePassword(c, accepting, s.Accounts.Accept)
}

func (s *Server) choosePassword(c *fiber.Ctx, flow choosing, choose func(ctx context.Context, token, password string) error) error {
	form := bind(c)
	form.Need("password")
	password := form.Secret("password", passwordLimit)
	err := form.Err()
	if err == nil {
		err = choose(c.UserContext(), c.Params("token"), password)
	}
	if errors.Is(err, officer.Invalid) {
		return s.newPasswordPage(c, flow, err)
	}
	if err != nil {
		return err
	}
	s.endSession(c)
	return s.done(c, signInPath, flow.done)
}
