package web

import (
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// catalogueRoutes are the operator's products.
func (s *Server) catalogueRoutes(r *router) {
	r.get("/office/products", rbac.ProductRead, s.products).inMenu("product.menu")
	r.get("/office/products/new", rbac.ProductSave, s.newProduct)
	r.post("/office/products", rbac.ProductSave, s.addProduct)
	r.get("/office/products/matrix", rbac.ProductSave, s.matrix)
	r.post("/office/products/matrix", rbac.ProductSave, s.saveMatrix)
	r.get("/office/products/:product", rbac.ProductSave, s.product)
	r.post("/office/products/:product", rbac.ProductSave, s.saveProduct)
}

func (s *Server) products(c *fiber.Ctx) error {
	products, err := s.Catalogue.Products(c.UserContext())
	if err != nil {
		return err
	}
	actor, _ := officer.ActorFrom(c.UserContext())
	may := rbac.Allows(actor.Roles, actor.Place, rbac.ProductSave)
	return s.show(c, "product.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Products(f, products, may)
	})
}

func (s *Server) newProduct(c *fiber.Ctx) error {
	p := officer.Product{Family: officer.SignatureCard, Variant: "standard", Algorithm: "RSA", TermYears: 2, Active: true}
	return s.show(c, "product.new", func(f *page.Frame) templ.Component { return productEdit(f, p, nil) })
}

func (s *Server) product(c *fiber.Ctx) error {
	p, err := s.productOf(c)
	if err != nil {
		return err
	}
	return s.show(c, "product.edit", func(f *page.Frame) templ.Component { return productEdit(f, p, nil) })
}

func (s *Server) productOf(c *fiber.Ctx) (officer.Product, error) {
	id, err := officer.ParseID[officer.ProductID](c.Params("product"))
	if err != nil {
		return officer.Product{}, err
	}
	return s.Catalogue.Product(c.UserContext(), id)
}

// productEdit shows a product's form, as it is or as it was sent.
func productEdit(f *page.Frame, p officer.Product, form *Form) templ.Component {
	f.Back = &page.Link{Href: "/office/products", Text: f.T("product.title")}
	values := page.ProductForm{Product: p, Position: strconv.Itoa(p.Position), TermYears: strconv.Itoa(p.TermYears)}
	if form != nil {
		values.Position, values.TermYears = form.Value("position"), form.Value("term_years")
	}
	return page.ProductEdit(f, values)
}

func bindProduct(form *Form, p officer.Product) officer.Product {
	p.Code = form.Line("code", 30)
	p.Family = officer.Family(form.One("family", plain(officer.Families)...))
	p.Variant = form.One("variant", officer.Variants...)
	p.Generation = form.Line("generation", 5)
	p.Algorithm = form.One("algorithm", officer.Algorithms...)
	p.TermYears, p.Position = form.Number("term_years"), form.Number("position")
	p.Test, p.Active = form.Yes("test"), form.Yes("active")
	p.NeedsOrganisation, p.AllowsOrganisation = form.Yes("needs_organisation"), form.Yes("allows_organisation")
	p.AllowsQuantity, p.AllowsAttribute = form.Yes("allows_quantity"), form.Yes("allows_attribute")
	p.NameDE, p.NameEN = form.Line("name_de", 100), form.Line("name_en", 100)
	p.PurposeDE, p.PurposeEN = form.Lines("purpose_de", 500), form.Lines("purpose_en", 500)
	p.Procedures = typed[officer.Procedure](form.Many("procedures", plain(officer.Procedures)...))
	return p
}

func (s *Server) addProduct(c *fiber.Ctx) error {
	form := bind(c)
	p := bindProduct(form, officer.Product{})
	err := form.Err()
	if err == nil {
		_, err = s.Catalogue.AddProduct(c.UserContext(), p)
	}
	if err != nil {
		return s.again(c, err, "product.new", func(f *page.Frame) templ.Component { return productEdit(f, p, form) })
	}
	return s.done(c, "/office/products", "product.saved")
}

func (s *Server) saveProduct(c *fiber.Ctx) error {
	p, err := s.productOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	p = bindProduct(form, p)
	p.Version = form.Version()
	if err = form.Err(); err == nil {
		err = s.Catalogue.SaveProduct(c.UserContext(), p)
	}
	if err != nil {
		return s.again(c, err, "product.edit", func(f *page.Frame) templ.Component { return productEdit(f, p, form) })
	}
	return s.done(c, "/office/products", "product.saved")
}

func (s *Server) matrix(c *fiber.Ctx) error {
	products, err := s.Catalogue.Products(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "product.matrix", func(f *page.Frame) templ.Component { return matrixPage(f, products) })
}

func matrixPage(f *page.Frame, products []officer.Product) templ.Component {
	f.Wide = true
	f.Back = &page.Link{Href: "/office/products", Text: f.T("product.title")}
	return page.Matrix(f, products)
}

// saveMatrix reads one checkbox per product and procedure. Each product sends
// its version along, so that a colleague's change is not undone silently.
func (s *Server) saveMatrix(c *fiber.Ctx) error {
	products, err := s.Catalogue.Products(c.UserContext())
	if err != nil {
		return err
	}
	form := bind(c)
	versions := map[officer.ProductID]int{}
	chosen := map[officer.ProductID][]officer.Procedure{}
	for i, p := range products {
		if !form.Has("version_" + string(p.ID)) {
			continue
		}
		versions[p.ID] = form.Number("version_" + string(p.ID))
		chosen[p.ID] = typed[officer.Procedure](form.Many("procedures_"+string(p.ID), plain(officer.Procedures)...))
		products[i].Procedures = chosen[p.ID]
	}
	if err = form.Err(); err == nil {
		err = s.Catalogue.SaveMatrix(c.UserContext(), versions, chosen)
	}
	if err != nil {
		return s.again(c, err, "product.matrix", func(f *page.Frame) templ.Component { return matrixPage(f, products) })
	}
	return s.done(c, "/office/products/matrix", "product.matrix_saved")
}

// plain gives typed words as a form's answers, typed the way back.
func plain[T ~string](words []T) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return list
}

func typed[T ~string](answers []string) []T {
	list := make([]T, len(answers))
	for i, a := range answers {
		list[i] = T(a)
	}
	return list
}
