package web

import (
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

const portalShops = "/portal/shops"

// portalShopRoutes are the shops in a person's portal.
func (s *Server) portalShopRoutes(r *router) {
	r.get(portalShops, rbac.ShopEnter, s.portalShops).inMenu("portal_shop.menu")
	r.post(portalShops, rbac.ShopEnter, s.enterShop)
	r.get(portalShops+"/:shop", rbac.ShopEnter, s.portalShop)
	r.get(portalShops+"/:shop/logo/:digest", rbac.ShopEnter, s.portalShopLogo)
	r.get(portalShops+"/:shop/leave", rbac.ShopEnter, s.askLeaveShop)
	r.post(portalShops+"/:shop/leave", rbac.ShopEnter, s.leaveShop)
}

func (s *Server) portalShops(c *fiber.Ctx) error { return s.portalShopsPage(c, nil) }

// portalShopsPage lists the shops and takes a code, which is never shown again.
func (s *Server) portalShopsPage(c *fiber.Ctx, refusal error) error {
	list, err := s.PortalShops.List(c.UserContext())
	if err != nil {
		return err
	}
	return s.reason(c, "portal_shop.title", refusal, func(f *page.Frame) templ.Component {
		return page.PortalShops(f, page.PortalShopsPage{Shops: list, Now: time.Now()})
	})
}

func (s *Server) enterShop(c *fiber.Ctx) error {
	id, err := s.PortalShops.Enter(c.UserContext(), bind(c).Value("code"), s.visitor(c))
	if err != nil {
		return s.portalShopsPage(c, err)
	}
	return s.done(c, portalShops+"/"+string(id), "portal_shop.entered")
}

func (s *Server) portalShop(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	v, err := s.PortalShops.Shop(c.UserContext(), id)
	if err != nil {
		return err
	}
	return s.show(c, "portal_shop.one", func(f *page.Frame) templ.Component {
		f.Title, f.Caption = v.Name, v.House
		f.Back = &page.Link{Href: portalShops, Text: f.T("portal_shop.title")}
		return page.PortalShop(f, visitPage(f, v, portalShops))
	})
}

func (s *Server) portalShopLogo(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	logo, err := s.PortalShops.Logo(c.UserContext(), id, c.Params("digest"))
	if err != nil {
		return err
	}
	return sendLogo(c, logo)
}

func (s *Server) askLeaveShop(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	v, err := s.PortalShops.Shop(c.UserContext(), id)
	switch {
	case err != nil:
		return err
	case v.Public:
		return officer.Fail(officer.Conflict, "shop.public_stays")
	case !v.Entered():
		return c.Redirect(portalShops+"/"+string(id), fiber.StatusSeeOther)
	}
	return s.show(c, "visit.leave", func(f *page.Frame) templ.Component {
		f.Caption = v.Name
		return page.ConfirmPage(f, page.Confirm{Text: f.T("visit.leave_text"), Action: c.Path(), Label: f.T("visit.leave"), Danger: true, Cancel: portalShops + "/" + string(id)})
	})
}

func (s *Server) leaveShop(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	if err := s.PortalShops.Leave(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, portalShops, "visit.left")
}

// shopItems are the menu's entries of the shops in the person's portal. A page
// without them is better than none.
func (s *Server) shopItems(c *fiber.Ctx) (items []page.NavItem) {
	if s.PortalShops == nil {
		return nil
	}
	shops, err := s.PortalShops.Names(c.UserContext())
	if err != nil {
		s.log.Warn("shops not readable", "request", visitOf(c).id, "error", err)
	}
	for _, shop := range shops {
		items = append(items, page.NavItem{Label: shop.Name, Href: portalShops + "/" + string(shop.ID)})
	}
	return items
}
