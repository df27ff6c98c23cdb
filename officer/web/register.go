package web

import (
	"net/url"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

const registerPath = "/register"

// registerRoutes are how people open an account by themselves.
func (s *Server) registerRoutes(r *router) {
	r.get(registerPath, rbac.Public, s.askRegistration)
	r.post(registerPath, rbac.Public, s.apply)
	r.get("/register/sent/:registration", rbac.Public, s.registered)
	r.post("/register/resend/:registration", rbac.Public, s.resendRegistration)
	r.get("/register/:token", rbac.Public, s.askActivation)
	r.post("/register/:token", rbac.Public, s.openAccount)
}

// codesAt are the addresses whose pages take a code, with how many symbols it has.
var codesAt = map[string]int{redeemPath: officer.OrderCodeSymbols, portalShops: officer.ShopCodeSymbols}

// askRegistration shows the form; whoever is signed in has an account.
func (s *Server) askRegistration(c *fiber.Ctx) error {
	back := localPath(c.Query("return"))
	if _, signedIn := officer.ActorFrom(c.UserContext()); signedIn {
		return c.Redirect(back, fiber.StatusSeeOther)
	}
	return s.show(c, "registration.title", registerPage(page.RegisterPage{Language: s.language(c), Return: back}))
}

func registerPage(p page.RegisterPage) func(*page.Frame) templ.Component {
	p.AsksCode = codesAt[p.Return] > 0
	return func(f *page.Frame) templ.Component { return page.Register(f, p) }
}

// apply keeps a registration, and says the same to everybody.
func (s *Server) apply(c *fiber.Ctx) error {
	form := bind(c)
	form.Need("language")
	p := page.RegisterPage{
		Email: form.Value("email"), GivenNames: form.Value("given_names"), FamilyName: form.Value("family_name"),
		Language: form.One("language", page.Languages...), OwnMailbox: form.Yes("own_mailbox"), Return: localPath(form.Value("return")),
		Code: form.Line("code", 200),
	}
	who := desk.Registrant{
		Email: p.Email, GivenNames: p.GivenNames, FamilyName: p.FamilyName, Language: p.Language, OwnMailbox: p.OwnMailbox,
		Password: form.Secret("password", passwordLimit), ReturnPath: p.Return,
		Code: p.Code, CodeSymbols: codesAt[p.Return],
	}
	err := form.Err()
	var id officer.RegistrationID
	if err == nil {
		id, err = s.Registration.Register(c.UserContext(), who, s.visitor(c))
	}
	if err != nil {
		return s.again(c, err, "registration.title", registerPage(p))
	}
	return s.done(c, "/register/sent/"+string(id), "")
}

func (s *Server) registered(c *fiber.Ctx) error {
	r, err := s.waiting(c)
	if err != nil {
		return err
	}
	return s.show(c, "registration.sent_title", registeredPage(r))
}

func registeredPage(r officer.Registration) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		return page.Registered(f, page.RegisteredPage{Registration: r.ID, Email: r.Email})
	}
}

// waiting reads the registration of an address, which only the browser knows
// that caused it.
func (s *Server) waiting(c *fiber.Ctx) (officer.Registration, error) {
	id, err := officer.ParseID[officer.RegistrationID](c.Params("registration"))
	if err != nil {
		return officer.Registration{}, err
	}
	return s.Registration.Waiting(c.UserContext(), id)
}

func (s *Server) resendRegistration(c *fiber.Ctx) error {
	r, err := s.waiting(c)
	if err != nil {
		return err
	}
	if err := s.Registration.Resend(c.UserContext(), r.ID, s.visitor(c)); err != nil {
		return s.again(c, err, "registration.sent_title", registeredPage(r))
	}
	return s.done(c, "/register/sent/"+string(r.ID), "registration.resent")
}

func (s *Server) askActivation(c *fiber.Ctx) error { return s.activationPage(c, nil) }

// activationPage asks for the password, again where it was refused.
func (s *Server) activationPage(c *fiber.Ctx, refusal error) error {
	r, err := s.Registration.Followed(c.UserContext(), c.Params("token"))
	if err != nil {
		return err
	}
	return s.reason(c, "registration.activate_title", refusal, func(f *page.Frame) templ.Component {
		return page.Activate(f, page.ActivatePage{Action: registerPath + "/" + url.PathEscape(c.Params("token")), Email: r.Email})
	})
}

// openAccount opens the account, signs its holder in and leads them to where they
// were on their way, the code with which they came behind the #, as links carry it.
func (s *Server) openAccount(c *fiber.Ctx) error {
	form := bind(c)
	form.Need("password")
	password := form.Secret("password", passwordLimit)
	if err := form.Err(); err != nil {
		return s.activationPage(c, err)
	}
	in, r, err := s.Registration.Activate(c.UserContext(), c.Params("token"), password, s.visitor(c))
	if err != nil {
		return s.activationPage(c, err)
	}
	code, err := s.Registration.Code(r)
	if err != nil {
		return err
	}
	back := localPath(r.ReturnPath)
	if code != "" {
		back += "#" + url.PathEscape(code)
	}
	s.setCookie(c, noticeCookie, "registration.opened", 60)
	return s.admitted(c, in, back)
}
