package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// redeemRoutes take order codes. The page is everybody's, since links with codes
// lead to it: a redirect to the sign-in would lose nothing, but tell nobody why.
func (s *Server) redeemRoutes(r *router) {
	r.get(redeemPath, rbac.Public, s.enterOrderCode).inMenu("redeem.menu")
	r.post(redeemPath, rbac.CodeRedeem, s.redeemOrderCode)
}

const redeemPath = "/portal/code"

// enterOrderCode asks for a code whoever may redeem one, and tells everybody else
// how they come to do so.
func (s *Server) enterOrderCode(c *fiber.Ctx) error {
	actor, signedIn := officer.ActorFrom(c.UserContext())
	var p page.RedeemPage
	switch {
	case !signedIn:
		p.SignIn = withReturn(signInPath, redeemPath)
	case actor.SecondFactorDue:
		p.SignIn = withReturn(secondFactorPath, redeemPath)
	case actor.Place != officer.Portal:
		p.Place = actor.OrganisationName
	}
	return s.show(c, "redeem.title", func(f *page.Frame) templ.Component { return page.Redeem(f, p) })
}

// redeemOrderCode redeems what was typed and leads to what it released.
func (s *Server) redeemOrderCode(c *fiber.Ctx) error {
	form := bind(c)
	typed := form.Line("code", 200)
	err := form.Err()
	var r officer.Redemption
	if err == nil {
		r, err = s.Redeeming.Redeem(c.UserContext(), typed, s.visitor(c))
	}
	if err != nil {
		return s.again(c, err, "redeem.title", func(f *page.Frame) templ.Component { return page.Redeem(f, page.RedeemPage{Code: typed}) })
	}
	return s.done(c, "/portal/released/"+string(r.ID), "")
}
