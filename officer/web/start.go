package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

func (s *Server) startRoutes(r *router) {
	r.get("/", rbac.Public, s.start)
}

// start greets a stranger, and leads whoever is signed in to the first thing
// they may do here.
func (s *Server) start(c *fiber.Ctx) error {
	actor, signedIn := officer.ActorFrom(c.UserContext())
	switch {
	case signedIn && actor.SecondFactorDue:
		return c.Redirect(secondFactorPath, fiber.StatusSeeOther)
	case signedIn:
		if menu := s.menu(c, &page.Frame{Language: s.language(c)}, actor); len(menu) > 0 {
			return c.Redirect(menu[0].Href, fiber.StatusSeeOther)
		}
	}
	return s.show(c, "start.title", func(f *page.Frame) templ.Component { return page.Start(f) })
}
