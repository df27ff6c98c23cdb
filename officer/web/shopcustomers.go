package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

func (s *Server) customers(c *fiber.Ctx) error {
	show, shop, err := s.listedCustomers(c, "")
	if err != nil {
		return err
	}
	return s.show(c, "customer.title", inShop(c, shop, show))
}

// listedCustomers reads the customers that the address asks for; typed is a
// search that was refused.
func (s *Server) listedCustomers(c *fiber.Ctx, typed string) (pageOf, officer.Shop, error) {
	id, err := shopID(c)
	if err != nil {
		return nil, officer.Shop{}, err
	}
	filter := officer.CustomerFilter{Shop: id, Query: s.found(c).Name, After: officer.ParseCursor(c.Query("after"))}
	if code, err := officer.ParseID[officer.ShopCodeID](c.Query("code")); err == nil {
		filter.Code = code
	}
	l, err := s.ShopCodes.Customers(c.UserContext(), filter)
	return func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Customers(f, page.CustomersPage{CustomerPage: l.CustomerPage, Shop: l.Shop, Codes: l.Codes, Filter: filter,
			Search: orElse(typed, filter.Query), MayChange: may(c, rbac.CodeChange)})
	}, l.Shop, err
}

// searchCustomers leads to the list with the search sealed in its address.
func (s *Server) searchCustomers(c *fiber.Ctx) error {
	id, err := shopID(c)
	if err != nil {
		return err
	}
	list := deskShops + "/" + string(id) + "/customers"
	form := bind(c)
	typed := form.Line("q", searchLimit)
	if err := form.Err(); err != nil {
		show, shop, failed := s.listedCustomers(c, form.Value("q"))
		if failed != nil {
			return failed
		}
		return s.again(c, err, "customer.title", inShop(c, shop, show))
	}
	if _, err := s.ShopCodes.List(c.UserContext(), id); err != nil || typed == "" {
		return orSee(c, err, list)
	}
	token, err := s.WorkList.Keep(c.UserContext(), officer.PersonQuery{Name: typed})
	return orSee(c, err, list+"?search="+token)
}

// orSee leads on unless something failed.
func orSee(c *fiber.Ctx, err error, path string) error {
	if err != nil {
		return err
	}
	return c.Redirect(path, fiber.StatusSeeOther)
}

func (s *Server) customerOf(c *fiber.Ctx) (desk.CustomerFile, error) {
	shop, err := shopID(c)
	if err != nil {
		return desk.CustomerFile{}, err
	}
	who, err := officer.ParseID[officer.AccountID](c.Params("customer"))
	if err != nil {
		return desk.CustomerFile{}, err
	}
	return s.ShopCodes.Customer(c.UserContext(), shop, who)
}

func (s *Server) askRemoveCustomer(c *fiber.Ctx) error {
	file, err := s.customerOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "customer.remove", inShop(c, file.Of, func(f *page.Frame) templ.Component {
		list := deskShops + "/" + string(file.Shop) + "/customers"
		f.Back = &page.Link{Href: list, Text: f.T("customer.title")}
		return page.ConfirmPage(f, page.Confirm{Text: f.T("customer.remove_text"), Action: c.Path(), Label: f.T("customer.remove"), Danger: true, Cancel: list,
			Details: &page.Summary{Rows: []page.SummaryRow{{Label: f.T("field.name"), Value: page.Personal(file.Name)}, {Label: f.T("customer.email"), Value: page.Personal(file.Email)}}}})
	}))
}

func (s *Server) removeCustomer(c *fiber.Ctx) error {
	file, err := s.customerOf(c)
	if err != nil {
		return err
	}
	if err := s.ShopCodes.RemoveCustomer(c.UserContext(), file.Shop, file.Account); err != nil {
		return err
	}
	return s.done(c, deskShops+"/"+string(file.Shop)+"/customers", "customer.removed")
}
