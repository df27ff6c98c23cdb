package web

import (
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/pdf"
	"officerportal/rbac"
)

// portalRoutes are an applicant's own things: where they land, their orders and
// their products.
func (s *Server) portalRoutes(r *router) {
	r.get("/portal", rbac.OrderList, s.dashboard).inMenu("dashboard.menu")
	r.get("/portal/orders", rbac.OrderList, s.myOrders).inMenu("my_orders.menu")
	r.get("/portal/orders/archive", rbac.OrderList, s.myArchive)
	r.get("/portal/orders/:order", rbac.OrderRead, s.myOrder)
	r.get("/portal/products", rbac.OrderList, s.myProducts).inMenu("my_products.menu")
	r.get("/portal/handed/:application", rbac.OrderRead, s.handed)
	r.get("/portal/handed/:application/sheet", rbac.PaperPrint, s.deskSheet)
	r.get("/portal/handed/:application/sheet/pdf", rbac.PaperPrint, s.deskSheetPDF)
	r.post("/portal/renewal", rbac.OrderList, s.chooseRenewal)
}

// A page about what is under way renews itself. Nothing is typed on these pages,
// so that nothing is lost; the interval is long enough to read all of it.
const renewEvery = 5 * time.Minute

// renew lets the browser read a page again by itself, by a header that needs no
// script, unless the person said that pages shall not. Only what is shown well
// says so: an error page stays as it is. The address of the next reading tells
// that nobody asked for it, so that a page left open keeps no session alive.
func (s *Server) renew(c *fiber.Ctx, path string, moving bool) page.Renewal {
	r := page.Renewal{At: time.Now(), Path: path, Off: s.cookie(c, renewalCookie) == "off"}
	if moving && !r.Off {
		r.Every = renewEvery
		c.Set("Refresh", strconv.Itoa(int(renewEvery/time.Second))+"; url="+path+"?"+byItself+"=1")
	}
	return r
}

// chooseRenewal keeps whether pages renew themselves, in this browser.
func (s *Server) chooseRenewal(c *fiber.Ctx) error {
	form := bind(c)
	if form.Value("renew") == "off" {
		s.setCookie(c, renewalCookie, "off", year)
	} else {
		s.setCookie(c, renewalCookie, "", -1)
	}
	return s.done(c, form.Value("return"), "")
}

func (s *Server) dashboard(c *fiber.Ctx) error {
	d, err := s.Portal.Dashboard(c.UserContext())
	if err != nil {
		return err
	}
	p := page.DashboardPage{Released: d.Released, Overdue: d.Overdue, Applications: d.Applications, Orders: d.Orders, Weeks: d.Weeks, Today: d.Today}
	p.Renewal = s.renew(c, "/portal", d.Moving())
	return s.show(c, "dashboard.title", func(f *page.Frame) templ.Component { return page.Dashboard(f, p) })
}

func (s *Server) myOrders(c *fiber.Ctx) error {
	return s.ownOrders(c, "my_orders.title", page.MyOrdersPage{Path: "/portal/orders"})
}

func (s *Server) myArchive(c *fiber.Ctx) error {
	return s.ownOrders(c, "my_orders.archive_title", page.MyOrdersPage{Path: "/portal/orders/archive", Archive: true})
}

func (s *Server) ownOrders(c *fiber.Ctx, title string, p page.MyOrdersPage) error {
	filter := officer.OwnOrderFilter{Statuses: officer.UnderWay, After: officer.ParseCursor(c.Query("after"))}
	if p.Archive {
		filter.Statuses = officer.Archived
	}
	p.Later = !filter.After.IsZero()
	var err error
	if p.OwnOrderPage, err = s.Portal.Orders(c.UserContext(), filter); err != nil {
		return err
	}
	if p.Archive && !p.Later {
		if p.Ended, err = s.Portal.Ended(c.UserContext()); err != nil {
			return err
		}
	}
	return s.show(c, title, func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.MyOrders(f, p)
	})
}

func (s *Server) myOrder(c *fiber.Ctx) error {
	id, err := orderID(c)
	if err != nil {
		return err
	}
	o, err := s.Portal.Order(c.UserContext(), id)
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	p := page.MyOrderPage{OwnOrder: o.OwnOrder, History: o.History, Weeks: o.Weeks, Today: o.Today, Own: actor.Account}
	p.Renewal = s.renew(c, page.MyOrderHref(id), !o.Status.Ended())
	p.Parcels = parcelsOf(c, o.Cards, page.MyOrderHref(id)+"/received", "")
	return s.show(c, "order_page.heading", func(f *page.Frame) templ.Component {
		f.Title = f.T("order_page.title", "number", o.Number)
		f.Back = &page.Link{Href: "/portal/orders", Text: f.T("my_orders.title")}
		if o.Status.Ended() {
			f.Back = &page.Link{Href: "/portal/orders/archive", Text: f.T("my_orders.archive_title")}
		}
		return page.MyOrder(f, p)
	})
}

// myProducts lists the cards of completed orders. What the provider knows of
// them beyond that is not in the portal, and is not made up.
func (s *Server) myProducts(c *fiber.Ctx) error {
	p := page.ProductsPage{MyOrdersPage: page.MyOrdersPage{Path: "/portal/products"}}
	filter := officer.OwnOrderFilter{Statuses: []officer.OrderStatus{officer.OrderCompleted}, After: officer.ParseCursor(c.Query("after"))}
	p.Later = !filter.After.IsZero()
	var err error
	if p.OwnOrderPage, err = s.Portal.Orders(c.UserContext(), filter); err != nil {
		return err
	}
	return s.show(c, "my_products.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.MyProducts(f, p)
	})
}

func handedID(c *fiber.Ctx) (officer.ApplicationID, error) {
	return officer.ParseID[officer.ApplicationID](c.Params("application"))
}

// handed shows an application that a desk has, and how far it is. One that
// became an order leads there.
func (s *Server) handed(c *fiber.Ctx) error {
	id, err := handedID(c)
	if err != nil {
		return err
	}
	a, err := s.Portal.Handed(c.UserContext(), id)
	if err != nil {
		return err
	}
	if a.Order != "" {
		return c.Redirect(page.MyOrderHref(a.Order), fiber.StatusSeeOther)
	}
	p := page.HandedPage{OwnApplication: a.OwnApplication, Renewal: s.renew(c, page.HandedHref(id), !a.Status.Ended())}
	return s.show(c, "handed.title", func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: "/portal", Text: f.T("dashboard.title")}
		return page.Handed(f, p)
	})
}

// deskSheet shows what to bring to the desk, to read and to print.
func (s *Server) deskSheet(c *fiber.Ctx) error {
	id, err := handedID(c)
	if err != nil {
		return err
	}
	sheet, err := s.Papers.DeskSheet(c.UserContext(), id, paperLanguage(c))
	if err != nil {
		return err
	}
	return s.show(c, "handed.sheet", func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: page.HandedHref(id), Text: f.T("handed.title")}
		return page.DeskSheet(f, page.DeskSheetPage{Application: id, Paper: sheet})
	})
}

// deskSheetPDF gives the sheet for the desk as PDF.
func (s *Server) deskSheetPDF(c *fiber.Ctx) error {
	id, err := handedID(c)
	if err != nil {
		return err
	}
	sheet, err := s.Papers.DeskSheet(c.UserContext(), id, paperLanguage(c))
	if err != nil {
		return err
	}
	return sendPapers(c, string(id), []pdf.Paper{sheet})
}
