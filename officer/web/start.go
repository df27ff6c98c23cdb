package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer/web/page"
	"officerportal/rbac"
)

func (s *Server) startRoutes(r *router) {
	r.get("/", rbac.Public, s.start)
}

// start greets whoever comes.
func (s *Server) start(c *fiber.Ctx) error {
	return s.show(c, "start.title", func(f *page.Frame) templ.Component { return page.Start(f) })
}
