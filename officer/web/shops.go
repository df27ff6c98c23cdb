package web

import (
	"errors"
	"io"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// Where the shops of an organisation are looked after, and the provider's own.
const (
	deskShops   = "/desk/shops"
	officeShops = "/office/shops"
)

// shopRoutes are an organisation's shops: what they offer, by which rules, how
// they look. The provider's public shop is looked after in the same way.
func (s *Server) shopRoutes(r *router) {
	r.get(deskShops+"/new", rbac.ShopSave, s.newShop)
	r.post(deskShops, rbac.ShopSave, s.openShop)
	for _, base := range []string{deskShops, officeShops} {
		r.get(base, rbac.ShopSave, s.shops).inMenu("shop.menu")
		r.get(base+"/:shop", rbac.ShopRead, s.shop)
		r.get(base+"/:shop/preview", rbac.ShopRead, s.previewShop)
		r.get(base+"/:shop/logo", rbac.ShopSave, s.askLogo)
		r.post(base+"/:shop/logo", rbac.ShopSave, s.setLogo)
		r.post(base+"/:shop/logo/drop", rbac.ShopSave, s.dropLogo)
		r.get(base+"/:shop/logo/:digest", rbac.ShopRead, s.shopLogo)
		r.get(base+"/:shop/close", rbac.ShopSave, s.askCloseShop)
		r.post(base+"/:shop/close", rbac.ShopSave, s.closeShop)
		r.get(base+"/:shop/reopen", rbac.ShopSave, s.askReopenShop)
		r.post(base+"/:shop/reopen", rbac.ShopSave, s.reopenShop)
		for _, part := range officer.ShopParts {
			r.get(base+"/:shop/"+string(part), rbac.ShopSave, func(c *fiber.Ctx) error { return s.editShop(c, part) })
			r.post(base+"/:shop/"+string(part), rbac.ShopSave, func(c *fiber.Ctx) error { return s.saveShop(c, part) })
		}
	}
}

// shopBase is the list of shops of the place where somebody is.
func shopBase(c *fiber.Ctx) string {
	if strings.HasPrefix(c.Path(), officeShops) {
		return officeShops
	}
	return deskShops
}

func (s *Server) shops(c *fiber.Ctx) error {
	shops, err := s.Shops.List(c.UserContext())
	if err != nil {
		return err
	}
	base := shopBase(c)
	if base == officeShops && len(shops) == 1 {
		return c.Redirect(base+"/"+string(shops[0].ID), fiber.StatusSeeOther)
	}
	return s.show(c, "shop.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Shops(f, base, shops, time.Now(), base == deskShops)
	})
}

func (s *Server) newShop(c *fiber.Ctx) error { return s.newShopForm(c, "", nil) }

func (s *Server) newShopForm(c *fiber.Ctx, name string, refusal error) error {
	return s.reason(c, "shop.new", refusal, func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: deskShops, Text: f.T("shop.title")}
		return page.ShopNew(f, deskShops, name)
	})
}

func (s *Server) openShop(c *fiber.Ctx) error {
	name := bind(c).Value("name")
	id, err := s.Shops.Open(c.UserContext(), name)
	if err != nil {
		return s.newShopForm(c, name, err)
	}
	return s.done(c, deskShops+"/"+string(id)+"/"+string(officer.ShopOffers), "shop.opened")
}

func shopID(c *fiber.Ctx) (officer.ShopID, error) {
	return officer.ParseID[officer.ShopID](c.Params("shop"))
}

func (s *Server) shopOf(c *fiber.Ctx) (desk.ShopFile, error) {
	id, err := shopID(c)
	if err != nil {
		return desk.ShopFile{}, err
	}
	return s.Shops.Shop(c.UserContext(), id)
}

// inShop puts a shop's name above the heading, and the way back to it.
func inShop(c *fiber.Ctx, shop officer.Shop, of pageOf) pageOf {
	return func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: shopBase(c) + "/" + string(shop.ID), Text: f.T("shop.one")}
		f.Caption = shop.Name
		return of(f)
	}
}

func (s *Server) shop(c *fiber.Ctx) error {
	file, err := s.shopOf(c)
	if err != nil {
		return err
	}
	p := page.ShopPage{Shop: file.Shop, Base: shopBase(c), House: file.House, Products: file.Products, Customers: file.Customers, Now: time.Now(),
		MaySave: may(c, rbac.ShopSave), MayCodes: may(c, rbac.CodeList)}
	return s.show(c, "shop.one", func(f *page.Frame) templ.Component {
		if p.MaySave && p.Base == deskShops {
			f.Back = &page.Link{Href: deskShops, Text: f.T("shop.title")}
		}
		f.Caption = p.Name
		return page.Shop(f, p)
	})
}

func (s *Server) previewShop(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	v, err := s.Shops.Preview(c.UserContext(), id)
	if err != nil {
		return err
	}
	return s.show(c, "shop.preview", inShop(c, v.Shop, func(f *page.Frame) templ.Component {
		p := visitPage(f, v, shopBase(c))
		p.Preview = true
		return page.ShopPreview(f, p)
	}))
}

// visitPage is a shop as a person sees it.
func visitPage(f *page.Frame, v desk.Visit, base string) page.VisitPage {
	p := page.VisitPage{PortalShop: v.PortalShop, Products: v.Products, Now: v.Now, Base: base}
	var refusal *officer.Error
	if errors.As(v.Refusal, &refusal) {
		p.Refusal = explain(f, refusal)
	}
	return p
}

func (s *Server) askLogo(c *fiber.Ctx) error { return s.logoForm(c, nil) }

func (s *Server) logoForm(c *fiber.Ctx, refusal error) error {
	file, err := s.shopOf(c)
	if err != nil {
		return err
	}
	return s.reason(c, "shop.logo", refusal, inShop(c, file.Shop, func(f *page.Frame) templ.Component {
		return page.ShopLogo(f, page.ShopForm{Shop: file.Shop, Base: shopBase(c)})
	}))
}

func (s *Server) setLogo(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	content, err := bind(c).content("logo", officer.MaxLogoBytes)
	if err == nil {
		err = s.Shops.SetLogo(c.UserContext(), id, content)
	}
	if err != nil {
		return s.logoForm(c, err)
	}
	return s.done(c, shopBase(c)+"/"+string(id), "shop.logo_saved")
}

// content reads a file that was sent, up to one byte more than is allowed: whoever
// judges it sees that it is too large. No file is no content.
func (f *Form) content(name string, limit int64) ([]byte, error) {
	header := f.File(name)
	if header == nil {
		return nil, nil
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, limit+1))
}

func (s *Server) dropLogo(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	if err := s.Shops.DropLogo(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, shopBase(c)+"/"+string(id), "shop.logo_dropped")
}

func (s *Server) shopLogo(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	logo, err := s.Shops.Logo(c.UserContext(), id, c.Params("digest"))
	if err != nil {
		return err
	}
	return sendLogo(c, logo)
}

// sendLogo writes a picture that never changes under its address. Only the
// person's own browser keeps it.
func sendLogo(c *fiber.Ctx, logo officer.Logo) error {
	c.Set(fiber.HeaderContentType, logo.MediaType)
	c.Set(fiber.HeaderCacheControl, "private, max-age=31536000, immutable")
	return c.Send(logo.Content)
}

func (s *Server) askCloseShop(c *fiber.Ctx) error {
	return s.askShop(c, "shop.close", func(f *page.Frame, file desk.ShopFile) page.Confirm {
		return page.Confirm{Text: f.T("shop.close_text", "count", file.Customers), Danger: true}
	})
}

func (s *Server) askReopenShop(c *fiber.Ctx) error {
	return s.askShop(c, "shop.reopen", func(f *page.Frame, file desk.ShopFile) page.Confirm {
		return page.Confirm{Text: f.T("shop.reopen_text", "count", file.Customers)}
	})
}

// askShop asks once more before something is done to a shop, at the address
// where it is asked.
func (s *Server) askShop(c *fiber.Ctx, title string, of func(*page.Frame, desk.ShopFile) page.Confirm) error {
	file, err := s.shopOf(c)
	if err != nil {
		return err
	}
	return s.show(c, title, inShop(c, file.Shop, func(f *page.Frame) templ.Component {
		confirm := of(f, file)
		confirm.Action, confirm.Version, confirm.Label, confirm.Cancel = c.Path(), file.Version, f.T(title), shopBase(c)+"/"+string(file.ID)
		return page.ConfirmPage(f, confirm)
	}))
}

func (s *Server) closeShop(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	if err := s.Shops.Close(c.UserContext(), id, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, shopBase(c)+"/"+string(id), "shop.closed_now")
}

func (s *Server) reopenShop(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	if err := s.Shops.Reopen(c.UserContext(), id, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, shopBase(c)+"/"+string(id), "shop.reopened")
}
