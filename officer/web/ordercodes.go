package web

import (
	"bytes"
	"errors"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// orderCodeRoutes are a shop admin's order codes.
func (s *Server) orderCodeRoutes(r *router) {
	r.get("/desk/codes", rbac.CodeList, s.orderCodes).inMenu("order_code.menu")
	r.post("/desk/codes/search", rbac.CodeList, s.searchOrderCodes)
	r.get("/desk/codes.csv", rbac.CodeList, s.exportOrderCodes)
	r.get("/desk/codes/redeemed.csv", rbac.CodeList, s.exportRedeemed)
	r.get("/desk/codes/new", rbac.CodeIssue, s.newOrderCode)
	r.post("/desk/codes", rbac.CodeIssue, s.issueOrderCode)
	r.get("/desk/codes/:code", rbac.CodeList, s.orderCode)
	r.get("/desk/codes/:code/renew", rbac.CodeChange, s.askRenewal)
	r.post("/desk/codes/:code/renew", rbac.CodeChange, s.renewOrderCode)
	r.post("/desk/codes/:code/pause", rbac.CodeChange, s.pauseOrderCode)
	r.post("/desk/codes/:code/resume", rbac.CodeChange, s.resumeOrderCode)
	r.get("/desk/codes/:code/revoke", rbac.CodeChange, s.askRevokeOrderCode)
	r.post("/desk/codes/:code/revoke", rbac.CodeChange, s.revokeOrderCode)
	r.post("/desk/codes/:code/letter", rbac.CodeIssue, s.codeLetter)
	r.post("/desk/codes/:code/letter/pdf", rbac.CodeIssue, s.codeLetterPDF)
	r.post("/desk/codes/:code/mail", rbac.CodeIssue, s.mailOrderCode)
}

const orderCodesPath = "/desk/codes"

func orderCodeID(c *fiber.Ctx) (officer.OrderCodeID, error) {
	return officer.ParseID[officer.OrderCodeID](c.Params("code"))
}

func mayHere(c *fiber.Ctx, p rbac.Permission) bool {
	actor, _ := officer.ActorFrom(c.UserContext())
	return rbac.Allows(actor.Roles, actor.Place, p)
}

// orderCodeFilter is what the address asks for. What is searched for stands in it
// sealed, since it is people's names.
func (s *Server) orderCodeFilter(c *fiber.Ctx) officer.OrderCodeFilter {
	f := officer.OrderCodeFilter{Search: s.found(c).Name, After: officer.ParseCursor(c.Query("after"))}
	for _, state := range officer.OrderCodeStates {
		if c.Query("state") == string(state) {
			f.State = state
		}
	}
	f.Batch, _ = officer.ParseID[officer.JobID](c.Query("list"))
	f.Code, _ = officer.ParseID[officer.OrderCodeID](c.Query("code"))
	return f
}

func (s *Server) orderCodes(c *fiber.Ctx) error {
	show, err := s.listedOrderCodes(c, "")
	if err != nil {
		return err
	}
	return s.show(c, "order_code.title", show)
}

// listedOrderCodes reads the codes that the address asks for; typed is a search
// that was refused.
func (s *Server) listedOrderCodes(c *fiber.Ctx, typed string) (pageOf, error) {
	p := page.OrderCodesPage{Filter: s.orderCodeFilter(c), Search: c.Query("search"), Typed: typed, Now: time.Now(), May: mayHere(c, rbac.CodeIssue)}
	var err error
	p.OrderCodePage, err = s.Codes.List(c.UserContext(), p.Filter)
	return func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.OrderCodes(f, p)
	}, err
}

// searchOrderCodes leads to the list with the search sealed for this session.
func (s *Server) searchOrderCodes(c *fiber.Ctx) error {
	form := bind(c)
	typed := form.Line("search", searchLimit)
	err := form.Err()
	if err == nil && typed == "" {
		return c.Redirect(orderCodesPath, fiber.StatusSeeOther)
	}
	if err == nil {
		err = officer.OrderCodeFilter{Search: typed}.Check()
	}
	var token string
	if err == nil {
		token, err = s.WorkList.Keep(c.UserContext(), officer.PersonQuery{Name: typed})
	}
	if err == nil {
		return c.Redirect(orderCodesPath+"?search="+token, fiber.StatusSeeOther)
	}
	show, failed := s.listedOrderCodes(c, form.Value("search"))
	if failed != nil {
		return failed
	}
	return s.again(c, err, "order_code.title", show)
}

// exportOrderCodes gives the codes that the filter asks for as a file.
func (s *Server) exportOrderCodes(c *fiber.Ctx) error {
	list, err := s.Codes.Export(c.UserContext(), s.orderCodeFilter(c))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.OrderCodesCSV(&page.Frame{Language: s.language(c)}, &b, list, time.Now()); err != nil {
		return err
	}
	return sendCSV(c, "order-codes.csv", b.Bytes())
}

// exportRedeemed gives who redeemed them.
func (s *Server) exportRedeemed(c *fiber.Ctx) error {
	list, err := s.Codes.ExportRedeemed(c.UserContext(), s.orderCodeFilter(c))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.RedeemedCSV(&page.Frame{Language: s.language(c)}, &b, list); err != nil {
		return err
	}
	return sendCSV(c, "redeemed.csv", b.Bytes())
}

func sendCSV(c *fiber.Ctx, name string, content []byte) error {
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	return c.Send(content)
}

// toOrderCodes adds the way back to the list.
func toOrderCodes(f *page.Frame) {
	f.Back = &page.Link{Href: orderCodesPath, Text: f.T("order_code.back")}
}

func (s *Server) newOrderCode(c *fiber.Ctx) error {
	offers, err := s.Codes.Offers(c.UserContext())
	if err != nil {
		return err
	}
	p := page.OrderCodeForm{ID: officer.NewID[officer.OrderCodeID](), Values: map[string]string{"uses": "1"}}
	return s.show(c, "order_code.new", orderCodeEdit(p, offers))
}

func orderCodeEdit(p page.OrderCodeForm, offers desk.CodeOffers) pageOf {
	return func(f *page.Frame) templ.Component {
		toOrderCodes(f)
		p.Offers = page.OfferOptions(f.Language, offers.Shops, offers.Products)
		return page.OrderCodeEdit(f, p)
	}
}

// bindOrderCode reads a code's terms, and the last day of it.
func bindOrderCode(form *Form) (officer.OrderCode, officer.Date) {
	c := officer.OrderCode{Uses: form.Number("uses"), Recipient: form.Line("for_whom", officer.MaxLine), Email: form.Line("email", 255), Domain: form.Line("domain", 255),
		PurchaseOrder: form.Line("purchase_order", officer.MaxLine), CostCentre: form.Line("cost_centre", officer.MaxLine), Note: form.Line("note", officer.MaxCodeNote),
		Procedures: typed[officer.Procedure](form.Many("procedures", plain(officer.Procedures)...))}
	form.Need("offer")
	shop, product, _ := strings.Cut(form.Value("offer"), " ")
	c.Shop, _ = officer.ParseID[officer.ShopID](shop)
	c.Product, _ = officer.ParseID[officer.ProductID](product)
	return c, form.Date("last_day")
}

// typedOrderCode is the form as it was sent.
func typedOrderCode(form *Form) page.OrderCodeForm {
	p := page.OrderCodeForm{Values: map[string]string{}, Procedures: form.values["procedures"], LastDay: form.dateField("last_day")}
	for _, name := range []string{"offer", "uses", "for_whom", "email", "domain", "purchase_order", "cost_centre", "note"} {
		p.Values[name] = form.Value(name)
	}
	p.ID, _ = officer.ParseID[officer.OrderCodeID](form.Value("id"))
	if p.ID == "" {
		p.ID = officer.NewID[officer.OrderCodeID]()
	}
	return p
}

// issueOrderCode draws a code and shows it, in the answer itself: it is kept
// nowhere from which another page could take it. Sent twice, the form leads to the
// code that is there.
func (s *Server) issueOrderCode(c *fiber.Ctx) error {
	form := bind(c)
	code, last := bindOrderCode(form)
	sent := typedOrderCode(form)
	code.ID = sent.ID
	err := form.Err()
	var issued desk.IssuedCode
	if err == nil {
		issued, err = s.Codes.Issue(c.UserContext(), code, last)
	}
	if refusedAs(err, "code.issued_already") {
		return s.done(c, orderCodesPath+"/"+string(code.ID), "order_code.was_issued")
	}
	if err != nil {
		offers, failed := s.Codes.Offers(c.UserContext())
		if failed != nil {
			return failed
		}
		return s.again(c, err, "order_code.new", orderCodeEdit(sent, offers))
	}
	return s.show(c, "order_code.issued", func(f *page.Frame) templ.Component {
		return page.OrderCodeIssued(f, page.IssuedCodePage{OrderCode: issued.OrderCode, Code: issued.Code.Grouped(), Link: issued.Link})
	})
}

// refusedAs reports whether a refusal is the one with this key.
func refusedAs(err error, key string) bool {
	var refusal *officer.Error
	return errors.As(err, &refusal) && refusal.Key == key
}

func (s *Server) orderCode(c *fiber.Ctx) error {
	id, err := orderCodeID(c)
	if err != nil {
		return err
	}
	after := officer.ParseCursor(c.Query("after"))
	file, err := s.Codes.Code(c.UserContext(), id, after)
	if err != nil {
		return err
	}
	v := page.OrderCodeView{OrderCode: file.OrderCode, ShopName: file.Shop.Name, Product: file.Product, Redeemers: file.Redeemers, After: after,
		Events: file.Events, Now: time.Now(), May: mayHere(c, rbac.CodeChange)}
	return s.show(c, "order_code.one", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Caption, f.Title = f.Title, f.OrderCodeTitle(file.OrderCode)
		toOrderCodes(f)
		return page.OrderCodeOf(f, v)
	})
}
