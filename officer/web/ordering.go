package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// orderingRoutes are how an applicant comes to a card: begin with a product of a
// shop or with what a code released, fill in step by step, submit, withdraw.
func (s *Server) orderingRoutes(r *router) {
	r.post("/portal/shops/:shop/products/:product", rbac.ApplicationSave, s.beginOrder)
	r.get("/portal/released/:redemption", rbac.ApplicationSave, s.released)
	r.post("/portal/released/:redemption", rbac.ApplicationSave, s.beginReleased)
	const own = "/portal/applications/:application"
	r.get(own, rbac.ApplicationSave, s.orderOverview)
	for _, step := range officer.OrderSteps {
		save, path := s.stepSaver(step), own+"/"+string(step)
		if step == officer.StepReview {
			r.get(path, rbac.ApplicationSubmit, s.reviewOrder)
			r.post(path, rbac.ApplicationSubmit, s.submitOrder)
			continue
		}
		r.get(path, rbac.ApplicationSave, func(c *fiber.Ctx) error { return s.orderStep(c, step) })
		r.post(path, rbac.ApplicationSave, save)
	}
	r.get(own+"/withdraw", rbac.ApplicationWithdraw, s.askWithdrawOwn)
	r.post(own+"/withdraw", rbac.ApplicationWithdraw, s.withdrawOwn)
	r.get("/portal/orders/:order/withdraw", rbac.ApplicationWithdraw, s.askWithdrawOrder)
	r.post("/portal/orders/:order/withdraw", rbac.ApplicationWithdraw, s.withdrawOrder)
}

// beginOrder begins with a product of a shop, or goes on where the person left it.
func (s *Server) beginOrder(c *fiber.Ctx) error {
	shop, err := officer.ParseID[officer.ShopID](c.Params("shop"))
	if err != nil {
		return err
	}
	product, err := officer.ParseID[officer.ProductID](c.Params("product"))
	if err != nil {
		return err
	}
	id, err := s.Ordering.Begin(c.UserContext(), shop, product)
	return s.toForm(c, id, err)
}

// released shows what a code released; what was begun with it goes on there.
func (s *Server) released(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.RedemptionID](c.Params("redemption"))
	if err != nil {
		return err
	}
	r, err := s.Ordering.Released(c.UserContext(), id)
	if err != nil {
		return err
	}
	if r.Application != "" {
		return c.Redirect(page.OrderHref(r.Application, ""), fiber.StatusSeeOther)
	}
	return s.show(c, "ordering.released", func(f *page.Frame) templ.Component {
		f.Title = r.Product.Name(f.Language)
		p := page.ReleasedPage{Action: c.Path(), Product: r.Product, Shop: r.Shop.Name, House: r.Shop.House, Procedures: r.Procedures}
		if r.Blocked != nil {
			p.Blocked = whyNot(f, r.Blocked)
		}
		return page.ReleasedProduct(f, p)
	})
}

func (s *Server) beginReleased(c *fiber.Ctx) error {
	redemption, err := officer.ParseID[officer.RedemptionID](c.Params("redemption"))
	if err != nil {
		return err
	}
	id, err := s.Ordering.BeginReleased(c.UserContext(), redemption)
	return s.toForm(c, id, err)
}

// toForm leads to the step to go on with.
func (s *Server) toForm(c *fiber.Ctx, id officer.ApplicationID, err error) error {
	if err != nil {
		return err
	}
	d, err := s.Ordering.Draft(c.UserContext(), id)
	if err != nil {
		return err
	}
	if d.Application.Status != officer.ApplicationDraft {
		return c.Redirect(page.OrderHref(id, ""), fiber.StatusSeeOther)
	}
	return c.Redirect(page.OrderHref(id, d.Resume()), fiber.StatusSeeOther)
}

// draftOf reads the application of the address.
func (s *Server) draftOf(c *fiber.Ctx) (desk.Draft, error) {
	id, err := officer.ParseID[officer.ApplicationID](c.Params("application"))
	if err != nil {
		return desk.Draft{}, err
	}
	return s.Ordering.Draft(c.UserContext(), id)
}

// orderOverview is the application's own page.
func (s *Server) orderOverview(c *fiber.Ctx) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "ordering.title", func(f *page.Frame) templ.Component {
		f.Title = d.Setting.Product.Name(f.Language)
		f.Caption = d.Shop.Name
		f.Back = &page.Link{Href: "/portal", Text: f.T("ordering.to_portal")}
		p := page.OrderOverview{Draft: d.Draft, House: d.House.Name, Sites: d.Sites, Order: d.Order}
		if d.Order.ID != "" {
			p.OrderHref = desk.OwnOrderPath(d.Order.ID)
		}
		return page.OverviewOfOrder(f, p)
	})
}

// writableStep reports whether a step of a draft can be shown for writing; what
// cannot leads to the overview.
func writableStep(d desk.Draft, step officer.Step) bool {
	a := d.Application
	return a.Status == officer.ApplicationDraft && a.ByApplicant() && d.Asks(step)
}

// orderStep shows a step as it is saved.
func (s *Server) orderStep(c *fiber.Ctx, step officer.Step) error {
	d, err := s.draftOf(c)
	if err != nil {
		return err
	}
	if !writableStep(d, step) {
		return c.Redirect(page.OrderHref(d.Application.ID, ""), fiber.StatusSeeOther)
	}
	p := stepPage(d, step, stepValues(d, step))
	p.ToReview = c.Query("from") == "review"
	p.Consents = ownConsents(d, nil)
	return s.show(c, "step."+string(step), inOrder(d, p))
}

// inOrder puts the product's name above a step, and the way to the overview.
func inOrder(d desk.Draft, p page.OrderStep) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		around := d.Setting.Product.Name(f.Language)
		f.Caption = around
		f.Back = &page.Link{Href: page.OrderHref(d.Application.ID, ""), Text: f.T("ordering.all_steps")}
		f.Word()
		return page.OrderStepPage(f, p)
	}
}

// stepPage makes the page of a step with these values in its fields.
func stepPage(d desk.Draft, step officer.Step, values map[string]string) page.OrderStep {
	a := d.Application
	g, _ := step.Group()
	p := page.OrderStep{Draft: d.Draft, Step: step, House: d.House.Name, To: d.Deliveries(), Masked: d.NumberMasked}
	p.Section = page.Section{Case: a.ID, Group: g, Version: a.Version, Values: values, Setting: d.Setting, Form: a.Form, Branches: d.Sites,
		Password: page.PasswordState{Chosen: a.RevocationPasswordHash != "", Min: desk.MinRevocationPassword}}
	p.Preview = a.Content(d.Setting.Product).Subject(d.Setting.Product.Family)
	return p
}

// stepValues is what is saved of a step; one that nobody touched yet comes with
// what the portal knows already.
func stepValues(d desk.Draft, step officer.Step) map[string]string {
	switch step {
	case officer.StepDocument:
		return page.StatedValues(d.Application.Stated)
	case officer.StepProcedure:
		values := page.WishValues(d.Application)
		if values["procedure"] == "" && len(d.Choices) == 1 {
			values["procedure"] = string(d.Choices[0])
		}
		return values
	case officer.StepQuantity:
		return map[string]string{"quantity": page.Number("de", d.Application.Quantity)}
	}
	g, is := step.Group()
	if !is {
		return nil
	}
	return page.SectionValues(suggested(d, g), g)
}

// suggested is the saved form, with suggestions in a group that nobody touched.
func suggested(d desk.Draft, g officer.Group) officer.Form {
	form, o := d.Application.Form, d.House
	switch {
	case g == officer.GroupPerson && form.Person.Address.Country == "":
		form.Person.Address.Country = "DE"
	case !form.Untouched(g):
	case g == officer.GroupDelivery:
		form.Delivery = officer.Delivery{CardTo: d.Deliveries()[0], PINTo: "same"}
		if form.Delivery.CardTo == "applicant" {
			form.Delivery.Card = form.Person.Address
		}
	case g == officer.GroupOrganisation && !d.Shop.Public:
		form.Organisation = officer.OrganisationEntry{Name: o.Name, LegalForm: o.LegalForm, Address: o.Address, RegisterCourt: o.RegisterCourt,
			RegisterNumber: o.RegisterNumber, VATID: o.VATID}
	case g == officer.GroupOrganisation:
		form.Organisation.Address.Country = "DE"
	case g == officer.GroupPayment && !d.Setting.HousePays():
		form.Payment = officer.Payment{Recipient: form.Person.Spoken(), Address: form.Person.Address}
	}
	return form
}

// ownConsents are the texts with what the applicant said to them, or ticked a
// moment ago.
func ownConsents(d desk.Draft, form *Form) (list []page.ConsentItem) {
	for _, text := range officer.ConsentTexts {
		item := page.ConsentItem{Text: text, Version: page.ConsentVersion(text)}
		if given, ok := d.Application.Form.Consent(text); ok && given.Version == item.Version {
			item.Agreed, item.At = given.Given, given.At
		}
		if form != nil {
			item.Agreed = form.Yes("consent_" + text)
		}
		list = append(list, item)
	}
	return list
}
