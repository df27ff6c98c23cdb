package web

import (
	"errors"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/rbac"
)

// Where people sign in and show their second factor.
const (
	signInPath       = "/signin"
	secondFactorPath = "/signin/second-factor"
)

// Names of the cookies. With TLS they carry the prefix that binds them to this
// host and to https; browsers refuse the prefix on plain loopback.
const (
	sessionCookie  = "session"
	visitCookie    = "visit"    // binds forms of people who are not signed in
	languageCookie = "language" // choice of somebody who is not signed in
	noticeCookie   = "notice"   // message for the next page
	renewalCookie  = "renewal"  // "off" where pages shall not change by themselves
)

// byItself marks the address of a page that a browser reads again by itself.
const byItself = "by_itself"

const tokenLimit = 200 // characters; ours are shorter

// identify puts the person behind the session's cookie into the context. On a
// public page a portal whose database is away still shows itself, to nobody.
func (s *Server) identify(c *fiber.Ctx, p rbac.Permission) error {
	token := s.cookie(c, sessionCookie)
	if token == "" || len(token) > tokenLimit {
		return nil
	}
	actor, err := s.resume(c, token)
	switch {
	case errors.Is(err, officer.Unauthenticated):
		s.endSession(c)
		return nil
	case err != nil && !p.NeedsAccount():
		s.log.Warn("session not readable, page shown to nobody", "request", visitOf(c).id, "error", err)
		return nil
	case err != nil:
		return err
	}
	visitOf(c).actor = actor
	visitOf(c).token = token
	c.SetUserContext(officer.WithActor(c.UserContext(), actor))
	if actor.TokenDue && !actor.SecondFactorDue && opensPage(c) {
		return s.renewToken(c)
	}
	return nil
}

// opensPage reports whether the browser is about to show another page. A form
// that is open goes on with the token that it was made for; the page after it
// brings the new one.
func opensPage(c *fiber.Ctx) bool {
	mode := c.Get("Sec-Fetch-Mode")
	return !writes(c) && !fromScript(c) && (mode == "" || mode == "navigate")
}

// renewToken gives the browser of somebody whose rights grew another token.
func (s *Server) renewToken(c *fiber.Ctx) error {
	token, err := s.SignIn.Renew(c.UserContext(), visitOf(c).token)
	if err != nil || token.Empty() {
		return err
	}
	s.startSession(c, token.Reveal())
	visitOf(c).token = token.Reveal()
	return nil
}

// resume gives the person behind a token. A page that renews itself does not
// count as somebody at the keyboard: it would keep the session of a forgotten
// window open for its whole length.
func (s *Server) resume(c *fiber.Ctx, token string) (officer.Actor, error) {
	if !writes(c) && c.Query(byItself) != "" {
		return s.Sessions.Look(c.UserContext(), token)
	}
	return s.Sessions.Resume(c.UserContext(), token)
}

// startSession gives the browser the token of a new session. Every change of
// rights needs a new token: it also makes older forms worthless.
func (s *Server) startSession(c *fiber.Ctx, token string) {
	s.setCookie(c, sessionCookie, token, 0)
	s.setCookie(c, visitCookie, "", -1)
}

// endSession takes the token away.
func (s *Server) endSession(c *fiber.Ctx) { s.setCookie(c, sessionCookie, "", -1) }

func (s *Server) cookieName(name string) string {
	if s.tls {
		return "__Host-" + name
	}
	return name
}

func (s *Server) cookie(c *fiber.Ctx, name string) string {
	return c.Cookies(s.cookieName(name))
}

// setCookie sets a cookie for maxAge seconds; 0 keeps it until the browser is
// closed, -1 removes it.
func (s *Server) setCookie(c *fiber.Ctx, name, value string, maxAge int) {
	cookie := &fiber.Cookie{
		Name:        s.cookieName(name),
		Value:       value,
		Path:        "/",
		MaxAge:      maxAge,
		Secure:      s.tls,
		HTTPOnly:    true,
		SameSite:    fiber.CookieSameSiteLaxMode,
		SessionOnly: maxAge == 0,
	}
	if maxAge < 0 {
		cookie.Expires = longAgo
	}
	c.Cookie(cookie)
}

// withReturn adds the way back to an address of ours.
func withReturn(target, back string) string {
	if back = localPath(back); back == "/" {
		return target
	}
	return target + "?" + url.Values{"return": {back}}.Encode()
}

// localPath gives a path of this site, or "/" for anything that a browser might
// take for another one: //host, /\host, scheme:…, control characters.
func localPath(path string) string {
	if len(path) > 2000 || !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") {
		return "/"
	}
	if strings.ContainsFunc(path, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) {
		return "/"
	}
	u, err := url.Parse(path)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil {
		return "/"
	}
	return path
}
