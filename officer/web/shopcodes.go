package web

import (
	"errors"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/pdf"
	"officerportal/rbac"
)

// shopCodeRoutes are the codes that open a shop, and who entered by them.
func (s *Server) shopCodeRoutes(r *router) {
	const codes, customers = deskShops + "/:shop/codes", deskShops + "/:shop/customers"
	r.get(codes, rbac.CodeList, s.shopCodes)
	r.get(codes+"/new", rbac.CodeIssue, s.newShopCode)
	r.post(codes, rbac.CodeIssue, s.drawShopCode)
	r.get(codes+"/:shopcode", rbac.CodeList, s.shopCode)
	r.get(codes+"/:shopcode/edit", rbac.CodeChange, s.editShopCode)
	r.post(codes+"/:shopcode/edit", rbac.CodeChange, s.saveShopCode)
	r.post(codes+"/:shopcode/pause", rbac.CodeChange, s.pauseShopCode)
	r.post(codes+"/:shopcode/resume", rbac.CodeChange, s.resumeShopCode)
	r.get(codes+"/:shopcode/revoke", rbac.CodeChange, s.askRevokeShopCode)
	r.post(codes+"/:shopcode/revoke", rbac.CodeChange, s.revokeShopCode)
	r.get(codes+"/:shopcode/rotate", rbac.CodeIssue, s.askRotateShopCode)
	r.post(codes+"/:shopcode/rotate", rbac.CodeIssue, s.rotateShopCode)
	r.post(codes+"/:shopcode/poster", rbac.CodeIssue, s.shopPoster)
	r.get(customers, rbac.CodeList, s.customers)
	r.post(customers, rbac.CodeList, s.searchCustomers)
	r.get(customers+"/:customer/remove", rbac.CodeChange, s.askRemoveCustomer)
	r.post(customers+"/:customer/remove", rbac.CodeChange, s.removeCustomer)
}

func (s *Server) shopCodes(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	l, err := s.ShopCodes.List(c.UserContext(), id)
	if err != nil {
		return err
	}
	return s.show(c, "shop_code.title", inShop(c, l.Shop, func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.ShopCodes(f, page.ShopCodesPage{Shop: l.Shop, Codes: l.Codes, Now: l.Now, MayIssue: may(c, rbac.CodeIssue)})
	}))
}

// shopCodeOf reads the code of an address, which names its shop as well.
func (s *Server) shopCodeOf(c *fiber.Ctx) (file desk.ShopCodeFile, err error) {
	shop, err := shopID(c)
	if err != nil {
		return file, err
	}
	id, err := officer.ParseID[officer.ShopCodeID](c.Params("shopcode"))
	if err != nil {
		return file, err
	}
	if file, err = s.ShopCodes.Code(c.UserContext(), id); err == nil && file.Shop != shop {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	return file, err
}

// inCodes leads back from a code's page to the list.
func inCodes(shop officer.Shop, of pageOf) pageOf {
	return func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: deskShops + "/" + string(shop.ID) + "/codes", Text: f.T("shop_code.title")}
		f.Caption = shop.Name
		return of(f)
	}
}

func (s *Server) shopCode(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "shop_code.one", inCodes(file.Of, func(f *page.Frame) templ.Component {
		return page.ShopCode(f, page.ShopCodePage{ShopCode: file.ShopCode, Of: file.Of, In: file.In, Successor: file.Replaces, Now: file.Now,
			MayIssue: may(c, rbac.CodeIssue), MayChange: may(c, rbac.CodeChange)})
	}))
}

func (s *Server) newShopCode(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	l, err := s.ShopCodes.List(c.UserContext(), id)
	if err != nil {
		return err
	}
	return s.shopCodeForm(c, "shop_code.new", l.Shop, page.ShopCodeFormOf(officer.ShopCode{Shop: id}), nil)
}

func (s *Server) editShopCode(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	return s.shopCodeForm(c, "shop_code.edit", file.Of, page.ShopCodeFormOf(file.ShopCode), nil)
}

func (s *Server) shopCodeForm(c *fiber.Ctx, title string, shop officer.Shop, p page.ShopCodeForm, refusal error) error {
	return s.reason(c, title, refusal, inCodes(shop, func(f *page.Frame) templ.Component { return page.ShopCodeEdit(f, p) }))
}

// bindShopCode reads label, quota and expiry, and gives them as they were sent.
func bindShopCode(form *Form, code officer.ShopCode) (officer.ShopCode, page.ShopCodeForm) {
	code.Label, code.Quota, code.ExpiresAt = form.Value("label"), form.Number("quota"), form.Moment("expires", true)
	if form.Value("quota") != "" && code.Quota == 0 && !form.problems.Has("quota") {
		form.Fail("quota", "code.quota_range", "max", officer.MaxShopQuota)
	}
	p := page.ShopCodeFormOf(code)
	p.QuotaText, p.Expires = form.Value("quota"), form.momentField("expires")
	return code, p
}

func (s *Server) drawShopCode(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	l, err := s.ShopCodes.List(c.UserContext(), id)
	if err != nil {
		return err
	}
	form := bind(c)
	code, p := bindShopCode(form, officer.ShopCode{Shop: id})
	var drawn desk.DrawnShopCode
	if err = form.Err(); err == nil {
		drawn, err = s.ShopCodes.Draw(c.UserContext(), code)
	}
	if err != nil {
		return s.shopCodeForm(c, "shop_code.new", l.Shop, p, err)
	}
	return s.shownShopCode(c, drawn)
}

// shownShopCode shows a code's clear text, this once.
func (s *Server) shownShopCode(c *fiber.Ctx, d desk.DrawnShopCode) error {
	return s.show(c, "shop_code.shown", func(f *page.Frame) templ.Component {
		f.Caption = d.Of.Name + " · " + d.Label
		f.Path = page.ShopCodePath(d.Shop, d.ID) // the way back after changing the language cannot show the code
		poster := page.ShopCodePath(d.Shop, d.ID, "poster")
		p := page.ShownCode{Label: f.T("shop_code.one"), Code: d.Clear.Grouped(), Link: d.Link(), Back: page.Link{Href: page.ShopCodePath(d.Shop, d.ID), Text: f.T("shop_code.noted")}}
		for _, language := range page.Languages {
			for _, format := range []string{"pdf", "page"} {
				p.Papers = append(p.Papers, page.CodePaper{Action: poster, Label: f.T("shop_code.poster_"+format, "language", f.T("language."+language)),
					Values: []page.Value{{Name: "language", Value: language}, {Name: "format", Value: format}}})
			}
		}
		return page.CodeShown(f, p)
	})
}

// shopPoster makes the sheet with the code that the page sends along.
func (s *Server) shopPoster(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	language, format := form.One("language", page.Languages...), form.One("format", "pdf", "page")
	paper, err := s.ShopCodes.Poster(c.UserContext(), file.ID, form.Value("code"), orElse(language, s.language(c)), orElse(format, "page"))
	if err != nil {
		return err
	}
	if format == "pdf" {
		return sendPapers(c, "shop-code", []pdf.Paper{paper})
	}
	return s.show(c, "shop_code.poster", func(f *page.Frame) templ.Component {
		f.Path = page.ShopCodePath(file.Shop, file.ID)
		return page.CodePaperPage(f, paper)
	})
}

func (s *Server) saveShopCode(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	code, p := bindShopCode(form, file.ShopCode)
	code.Version, p.Version = form.Version(), form.Version()
	if err = form.Err(); err == nil {
		err = s.ShopCodes.Save(c.UserContext(), code)
	}
	switch {
	case errors.Is(err, officer.Stale):
		return s.staleShopCode(c, form, file)
	case err != nil:
		return s.shopCodeForm(c, "shop_code.edit", file.Of, p, err)
	}
	return s.done(c, page.ShopCodePath(file.Shop, file.ID), "shop_code.saved")
}

func (s *Server) staleShopCode(c *fiber.Ctx, form *Form, file desk.ShopCodeFile) error {
	f := &page.Frame{Language: s.language(c)}
	words := shopWords{Frame: f, form: form}
	kept := page.ShopCodeFormOf(file.ShopCode)
	saved := []page.Value{{Name: "label", Value: kept.Label}, {Name: "quota", Value: kept.QuotaText}, {Name: "expires", Value: words.moment(file.ExpiresAt)}}
	return s.bothVersions(c, form, colleague{Version: file.Version, Saved: saved, Back: page.ShopCodePath(file.Shop, file.ID),
		Word: func(field, sent string) string {
			if field == "expires" {
				return words.moment(form.Moment(field, true))
			}
			return sent
		},
		Label: func(field string) string { return f.T("shop_code." + field) }})
}

// codeDone does something to the code of an address, by the version that was seen.
func (s *Server) codeDone(c *fiber.Ctx, notice string, act func(desk.ShopCodeFile, int) error) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	if err := act(file, bind(c).Version()); err != nil {
		return err
	}
	return s.done(c, page.ShopCodePath(file.Shop, file.ID), notice)
}

func (s *Server) pauseShopCode(c *fiber.Ctx) error {
	return s.codeDone(c, "shop_code.paused", func(k desk.ShopCodeFile, version int) error { return s.ShopCodes.Pause(c.UserContext(), k.ID, version) })
}

func (s *Server) resumeShopCode(c *fiber.Ctx) error {
	return s.codeDone(c, "shop_code.resumed", func(k desk.ShopCodeFile, version int) error {
		return s.ShopCodes.Resume(c.UserContext(), k.ID, version)
	})
}

func (s *Server) askRevokeShopCode(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "shop_code.revoke", inCodes(file.Of, func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{Text: f.T("shop_code.revoke_text", "count", file.In), Action: c.Path(), Version: file.Version,
			Details: &page.Summary{Rows: []page.SummaryRow{{Label: f.T("shop_code.label"), Value: page.Text(file.Label)}}},
			Label:   f.T("shop_code.revoke"), Danger: true, Cancel: page.ShopCodePath(file.Shop, file.ID)})
	}))
}

func (s *Server) revokeShopCode(c *fiber.Ctx) error {
	return s.codeDone(c, "shop_code.revoked", func(k desk.ShopCodeFile, version int) error {
		return s.ShopCodes.Revoke(c.UserContext(), k.ID, version)
	})
}

func (s *Server) askRotateShopCode(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	p := page.ShopCodeFormOf(file.ShopCode)
	p.Until = page.MomentOf("until", time.Time{})
	return s.rotateForm(c, file.Of, p, nil)
}

func (s *Server) rotateForm(c *fiber.Ctx, shop officer.Shop, p page.ShopCodeForm, refusal error) error {
	return s.reason(c, "shop_code.rotate", refusal, inCodes(shop, func(f *page.Frame) templ.Component { return page.ShopCodeRotate(f, p) }))
}

func (s *Server) rotateShopCode(c *fiber.Ctx) error {
	file, err := s.shopCodeOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	p := page.ShopCodeFormOf(file.ShopCode)
	p.Version, p.Until, p.When = form.Version(), form.momentField("until"), form.One("when", "now", "later")
	form.Need("when")
	var until time.Time
	if p.When == "later" {
		if until = form.Moment("until", true); until.IsZero() && !form.problems.Has("until") {
			form.Fail("until", "form.missing")
		}
	}
	var drawn desk.DrawnShopCode
	if err = form.Err(); err == nil {
		drawn, err = s.ShopCodes.Rotate(c.UserContext(), file.ID, p.Version, until)
	}
	if err != nil {
		return s.rotateForm(c, file.Of, p, err)
	}
	return s.shownShopCode(c, drawn)
}
