package web

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"officerportal/officer"
	"officerportal/rbac"
)

// areas lists what the web site consists of. The menu has this order.
var areas = []func(*Server, *router){
	(*Server).frameRoutes,
	(*Server).startRoutes,
	(*Server).signInRoutes,
	(*Server).registerRoutes,
	(*Server).accountRoutes,
	(*Server).portalRoutes,
	(*Server).emailRoutes,
	(*Server).portalShopRoutes,
	(*Server).paperRoutes, // before the orders: /desk/orders/papers is no order's
	(*Server).workListRoutes,
	(*Server).clerkRoutes,
	(*Server).intakeRoutes,
	(*Server).answerRoutes,
	(*Server).peopleRoutes,
	(*Server).appointmentRoutes,
	(*Server).incidentRoutes,
	(*Server).branchRoutes,
	(*Server).settingsRoutes,
	(*Server).codeListRoutes, // before the codes: /desk/codes/lists is no code's
	(*Server).orderCodeRoutes,
	(*Server).redeemRoutes,
	(*Server).trailRoutes,
	(*Server).enquiryRoutes,
	(*Server).complaintRoutes,
	(*Server).webhookRoutes,
	(*Server).mailRoutes,
	(*Server).organisationRoutes,
	(*Server).catalogueRoutes,
	(*Server).shopRoutes,
	(*Server).shopCodeRoutes,
	(*Server).noticeRoutes,
	(*Server).helpRoutes,
	(*Server).jobRoutes,
	(*Server).mailboxRoutes,
	(*Server).productionRoutes,
	(*Server).parcelRoutes,
	(*Server).productionAPIRoutes,
	(*Server).demoCARoutes,
	(*Server).applicationRoutes,
	(*Server).reviewRoutes,
	(*Server).orderingRoutes,
	(*Server).orderRoutes,
}

// A Route is an address with the permission it needs. The permission is checked
// here for an early answer and for the menu, and once more at the desk's door.
type Route struct {
	Method     string
	Path       string // as Fiber's pattern: /people/:person
	Permission rbac.Permission
	Menu       string // key of its entry in the menu; empty for none

	handle fiber.Handler
	bare   bool // answers machines: no session, no language, no form

	limit    int           // bytes that a request may have; 0 for the server's own limit
	readTime time.Duration // in which it has to arrive; 0 for the server's own
}

// router collects the routes of one server.
type router struct{ routes []*Route }

func (r *router) get(path string, p rbac.Permission, h fiber.Handler) *Route {
	return r.add(fiber.MethodGet, path, p, h)
}

func (r *router) post(path string, p rbac.Permission, h fiber.Handler) *Route {
	return r.add(fiber.MethodPost, path, p, h)
}

func (r *router) add(method, path string, p rbac.Permission, h fiber.Handler) *Route {
	if !p.Known() {
		panic("web: " + method + " " + path + " asks for the unknown permission " + string(p))
	}
	route := &Route{Method: method, Path: path, Permission: p, handle: h}
	r.routes = append(r.routes, route)
	return route
}

// inMenu gives the route an entry in the menu, shown to whoever may use it.
func (r *Route) inMenu(key string) *Route {
	r.Menu = key
	return r
}

// forMachines makes a route that needs neither session nor form.
func (r *Route) forMachines() *Route {
	r.bare = true
	return r
}

// upTo lets a route take larger requests than others, such as a file, and gives
// them more time to arrive. Its path has no placeholder.
func (r *Route) upTo(bytes int, within time.Duration) *Route {
	if strings.Contains(r.Path, ":") {
		panic("web: the limit of " + r.Path + " cannot be told before the request is read")
	}
	r.limit, r.readTime = bytes, within
	return r
}

// Machine reports whether the route answers machines: it asks for no session and
// takes no form.
func (r Route) Machine() bool { return r.bare }

// Limit is how many bytes a request to the route may have; 0 for the usual.
func (r Route) Limit() int { return r.limit }

// Routes lists every route, for the tests that run over all of them.
func (s *Server) Routes() []Route {
	list := make([]Route, len(s.routes))
	for i, r := range s.routes {
		list[i] = *r
	}
	return list
}

func (s *Server) register() {
	r := &router{}
	for _, area := range areas {
		area(s, r)
	}
	s.routes = r.routes
	s.app.Server().HeaderReceived = s.allowance
	for _, route := range s.routes {
		if route.Method == fiber.MethodGet {
			s.app.Add(fiber.MethodHead, route.Path, s.enter(route))
		}
		s.app.Add(route.Method, route.Path, s.enter(route))
	}
}

// allowance says, once the head of a request is there, how large it may be and
// how long it may take. Only the path decides: who sends it is known later.
func (s *Server) allowance(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
	path, _, _ := strings.Cut(string(h.RequestURI()), "?")
	for _, r := range s.routes {
		if r.limit > 0 && r.Path == path && r.Method == string(h.Method()) {
			return fasthttp.RequestConfig{MaxRequestBodySize: r.limit, ReadTimeout: r.readTime}
		}
	}
	return fasthttp.RequestConfig{}
}

// enter is what happens to a request before its handler: who is it, did the
// form come from us, may they be here, and until when must we answer.
func (s *Server) enter(route *Route) fiber.Handler {
	return func(c *fiber.Ctx) error {
		visitOf(c).route = route.Path
		ctx, cancel := context.WithTimeout(c.UserContext(), s.deadline)
		defer cancel()
		c.SetUserContext(ctx)
		if route.bare {
			return route.handle(c)
		}
		if err := s.identify(c, route.Permission); err != nil {
			return err
		}
		if err := s.admit(c, route); err != nil {
			return s.orSignIn(c, err)
		}
		if err := s.checkOrigin(c); err != nil {
			return err
		}
		return route.handle(c)
	}
}

// admit asks whether the person may use a route where they are. From their own
// portal nobody works at a desk, from a desk nobody in the back office, and from
// neither in their own portal, whatever they may do where they are.
func (s *Server) admit(c *fiber.Ctx, route *Route) error {
	p := route.Permission
	if !p.NeedsAccount() {
		return nil
	}
	actor, signedIn := officer.ActorFrom(c.UserContext())
	switch {
	case !signedIn:
		return officer.Fail(officer.Unauthenticated, "signin.needed")
	case actor.SecondFactorDue && p != rbac.AccountSecondFactor:
		return officer.Fail(officer.Unauthenticated, "signin.second_factor_needed")
	case !rbac.Allows(actor.Roles, actor.Place, p), barred(route.Path, actor.Place):
		return officer.Fail(officer.Forbidden, "role.not_allowed")
	}
	return nil
}

// barred reports whether an address is none for people at a place. The back
// office may look at what the desks do.
func barred(path string, place officer.Place) bool {
	return elsewhere(path, place) && (place != officer.BackOffice || within(path, areaOf[officer.Portal]))
}

// orSignIn leads somebody who looked at a page to the sign-in, and back here
// afterwards. A form that was sent gets the plain refusal: its content is gone,
// and a page that silently begins anew would hide that.
func (s *Server) orSignIn(c *fiber.Ctx, err error) error {
	if !errors.Is(err, officer.Unauthenticated) || writes(c) || fromScript(c) {
		return err
	}
	target := signInPath
	if _, signedIn := officer.ActorFrom(c.UserContext()); signedIn {
		target = secondFactorPath
	}
	return c.Redirect(withReturn(target, c.OriginalURL()), fiber.StatusSeeOther)
}

// writes reports whether the request may change something.
func writes(c *fiber.Ctx) bool {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return false
	}
	return true
}

// fromScript reports whether portal.js asks, which wants a fragment or a status
// and no page.
func fromScript(c *fiber.Ctx) bool { return c.Get("X-Portal-Script") != "" }
