package web

import (
	"errors"
	"io/fs"
	"time"

	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

const year = 365 * 24 * 60 * 60 // seconds

// frameRoutes are the addresses that belong to every page.
func (s *Server) frameRoutes(r *router) {
	r.get("/livez", rbac.Public, s.livez).forMachines()
	r.get("/readyz", rbac.Public, s.readyz).forMachines()
	r.get("/static/*", rbac.Public, s.asset).forMachines()
	r.get("/language", rbac.Public, s.changeLanguage)
	r.get("/session", rbac.SignedIn, s.extendSession)
}

// asset serves an embedded file. Its name carries a digest of its content, so
// browsers may keep it for good.
func (s *Server) asset(c *fiber.Ctx) error {
	name := c.Params("*")
	content, kind, err := s.Assets.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return fiber.ErrNotFound
	}
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, kind)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	if c.Request().Header.HasAcceptEncoding("gzip") {
		if packed, ok := s.Assets.Gzip(name); ok {
			c.Set(fiber.HeaderContentEncoding, "gzip")
			content = packed
		}
	}
	return c.Send(content)
}

// changeLanguage keeps the chosen language, in the account or else in a cookie,
// and goes back to where the link stood. Another site's link changes nothing.
func (s *Server) changeLanguage(c *fiber.Ctx) error {
	to, back := c.Query("to"), localPath(c.Query("return"))
	if !page.Known(to) || !s.fromHere(c) {
		return c.Redirect(back, fiber.StatusSeeOther)
	}
	if _, signedIn := officer.ActorFrom(c.UserContext()); signedIn && s.SetLanguage != nil {
		if err := s.SetLanguage(c.UserContext(), to); err != nil {
			return err
		}
	}
	s.setCookie(c, languageCookie, to, year)
	return c.Redirect(back, fiber.StatusSeeOther)
}

// extendSession tells the script when the session ends now; asking has put it off.
func (s *Server) extendSession(c *fiber.Ctx) error {
	return c.SendString(visitOf(c).actor.SessionEnds.UTC().Format(time.RFC3339))
}
