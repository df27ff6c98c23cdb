package web

import (
	"errors"
	"strings"
	"unicode"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// intakeRoutes are the officer's way from a person in front of them to a case
// that can be signed.
func (s *Server) intakeRoutes(r *router) {
	r.get("/desk/cases/new", rbac.IdentificationStart, s.newCase)
	r.post("/desk/cases/new", rbac.PersonFind, s.searchPerson)
	r.post("/desk/cases", rbac.IdentificationStart, s.beginCase)
	r.get("/desk/cases/:case", rbac.CaseOpen, s.showCase)
	r.post("/desk/cases/:case/identify", rbac.IdentificationStart, s.identifyCase)
	r.get("/desk/cases/:case/consents", rbac.CaseOpen, s.consents)
	r.post("/desk/cases/:case/consents", rbac.IdentificationSave, s.saveConsents)
	r.get("/desk/cases/:case/document", rbac.CaseOpen, s.document)
	r.post("/desk/cases/:case/document", rbac.IdentificationSave, s.saveDocument)
	r.post("/desk/cases/:case/document/draft", rbac.IdentificationSave, s.draftDocument)
	r.post("/desk/cases/:case/reveal", rbac.IdentificationReveal, s.revealNumber)
	r.post("/desk/mrz", rbac.IdentificationSave, s.judgeZone)
	r.get("/desk/cases/:case/checks", rbac.CaseOpen, s.checks)
	r.post("/desk/cases/:case/checks", rbac.IdentificationSave, s.saveChecks)
	r.post("/desk/cases/:case/checks/draft", rbac.IdentificationSave, s.draftChecks)
	r.get("/desk/cases/:case/abort", rbac.IdentificationAbort, s.abort)
	r.post("/desk/cases/:case/abort", rbac.IdentificationAbort, s.abortCase)
}

// newCase shows where a case begins: the search and what it found, or for
// somebody chosen what is applied for.
func (s *Server) newCase(c *fiber.Ctx) error {
	var person officer.PersonID
	if chosen := c.Query("person"); chosen != "" {
		var err error
		if person, err = officer.ParseID[officer.PersonID](chosen); err != nil {
			return err
		}
	}
	b, err := s.Intake.Beginning(c.UserContext(), person)
	if err != nil {
		return err
	}
	p := func(f *page.Frame) page.StartPage { return startPage(f, b) }
	if q := s.found(c); person == "" && q != (officer.PersonQuery{}) {
		found, err := s.Intake.Search(c.UserContext(), q)
		if err != nil {
			return err
		}
		p = func(f *page.Frame) page.StartPage { return foundPage(f, b, q, found) }
	}
	return s.show(c, "intake.title", func(f *page.Frame) templ.Component { return page.BeginCase(f, p(f)) })
}

// foundPage is the page with what a search found, and with the form for somebody
// new filled from it.
func foundPage(f *page.Frame, b desk.Beginning, q officer.PersonQuery, found desk.Found) page.StartPage {
	p := startPage(f, b)
	p.Name, p.Birth, p.Searched = q.Name, page.DayField("birth", q.Birth), true
	p.Persons, p.Waiting, p.More = found.Persons, waitingRows(found.Waiting), found.More
	p.New.FamilyName, p.New.GivenNames = splitName(q.Name)
	p.New.Birth = page.DayField("birth_date", q.Birth)
	return p
}

// startPage is the page with nothing entered yet.
func startPage(f *page.Frame, b desk.Beginning) page.StartPage {
	p := page.StartPage{New: page.NewCase{Case: officer.NewID[officer.ApplicationID](), Known: b.Person, Warnings: b.Warnings, Papers: f.Language,
		Birth: page.DateField{Name: "birth_date"}, Offerings: offeringOptions(f, b.Offerings), Branches: branchOptions(b.Branches), Branch: string(b.Branch)}}
	p.New.Branch = onlyOr(p.New.Branches, p.New.Branch)
	p.New.Offering = onlyOr(p.New.Offerings, "")
	if b.Refusal != nil {
		p.Refusal = whyNot(f, b.Refusal)
	}
	f.Back = &page.Link{Href: "/desk", Text: f.T("case.list")}
	if b.Person.ID != "" {
		f.Title = f.T("intake.begin_for", "name", b.Person.Name())
	} else {
		f.Caption = f.T("intake.who")
	}
	return p
}

// onlyOr chooses where there is nothing to choose.
func onlyOr(list []page.Option, otherwise string) string {
	if len(list) == 1 {
		return list[0].Value
	}
	return otherwise
}

func offeringOptions(f *page.Frame, list []desk.Offering) []page.Option {
	shops := map[officer.ShopID]bool{}
	for _, o := range list {
		shops[o.Shop] = true
	}
	var options []page.Option
	for _, o := range list {
		label := o.Product.Name(f.Language)
		if len(shops) > 1 {
			label += " – " + f.T("intake.of_shop", "shop", o.ShopName)
		}
		options = append(options, page.Option{Value: offeringValue(o.Shop, o.Product.ID), Label: label, Hint: o.Product.Purpose(f.Language)})
	}
	return options
}

func offeringValue(shop officer.ShopID, product officer.ProductID) string {
	return string(shop) + ":" + string(product)
}

func branchOptions(list []officer.Branch) []page.Option {
	var options []page.Option
	for _, b := range list {
		options = append(options, page.Option{Value: string(b.ID), Label: strings.TrimSuffix(b.Name+", "+b.Address.Locality, ", ")})
	}
	return options
}

// whyNot says a refusal in the reader's words.
func whyNot(f *page.Frame, err error) string {
	var refusal *officer.Error
	errors.As(err, &refusal)
	return explain(f, refusal)
}

// searchPerson looks for people. It is a POST that changes nothing, so that a
// name never stands in an address; what was found is a page like any other.
func (s *Server) searchPerson(c *fiber.Ctx) error {
	form := bind(c)
	q := officer.PersonQuery{Name: form.Line("name", officer.NameLimit), Birth: form.Date("birth")}
	err := form.Err()
	if err == nil {
		err = q.Check()
	}
	if err == nil {
		token, err := s.WorkList.Keep(c.UserContext(), q)
		if err != nil {
			return err
		}
		return c.Redirect("/desk/cases/new?search="+token, fiber.StatusSeeOther)
	}
	b, refused := s.Intake.Beginning(c.UserContext(), "")
	if refused != nil {
		return refused
	}
	return s.again(c, err, "intake.title", func(f *page.Frame) templ.Component {
		p := startPage(f, b)
		p.Name, p.Birth = form.Value("name"), sentDate(form, "birth")
		if strings.ContainsFunc(p.Name, unicode.IsDigit) {
			p.Name = "" // it may be a document's number, which is shown to nobody
		}
		return page.BeginCase(f, p)
	})
}

func waitingRows(list []desk.Waiting) []page.WaitingRow {
	var rows []page.WaitingRow
	for _, w := range list {
		rows = append(rows, page.WaitingRow{Application: w.Application, Product: w.Product})
	}
	return rows
}

// splitName makes family and given names of what was searched for: at the comma,
// or before the last word.
func splitName(name string) (family, given string) {
	if family, given, found := strings.Cut(name, ","); found {
		return strings.TrimSpace(family), strings.TrimSpace(given)
	}
	words := strings.Fields(name)
	if len(words) < 2 {
		return name, ""
	}
	last := len(words) - 1
	return words[last], strings.Join(words[:last], " ")
}

// sentDate gives a date field as it was sent.
func sentDate(form *Form, name string) page.DateField {
	return page.DateField{Name: name, Day: form.Value(name + "_day"), Month: form.Value(name + "_month"), Year: form.Value(name + "_year")}
}

// beginCase begins a case for somebody known or somebody new.
func (s *Server) beginCase(c *fiber.Ctx) error {
	form := bind(c)
	start, err := readStart(form)
	if err != nil {
		return err
	}
	if err = form.Err(); err == nil {
		var id officer.ApplicationID
		if id, err = s.Intake.Begin(c.UserContext(), start); err == nil {
			return s.done(c, "/desk/cases/"+string(id)+"/consents", "case.opened")
		}
	}
	b, refused := s.Intake.Beginning(c.UserContext(), start.Person)
	if refused != nil {
		return refused
	}
	alike := s.alike(c, start, err)
	return s.again(c, err, "intake.title", func(f *page.Frame) templ.Component {
		p := startPage(f, b)
		p.Entered, p.New.Case, p.Persons = true, start.Case, alike
		p.New.FamilyName, p.New.GivenNames, p.New.Email = form.Value("family_name"), form.Value("given_names"), form.Value("email")
		p.New.Birth, p.New.Offering, p.New.Branch, p.New.Papers = sentDate(form, "birth_date"), form.Value("offering"), form.Value("branch"), form.Value("paper_language")
		p.New.Another, p.New.AskAnother = form.Yes("another"), form.Yes("another") || f.Error("another") != ""
		return page.BeginCase(f, p)
	})
}

// alike lists who a new person may be, when that was the refusal.
func (s *Server) alike(c *fiber.Ctx, start desk.Start, err error) []officer.Person {
	var refusal *officer.Error
	if !errors.As(err, &refusal) || !officer.Problems(refusal.Fields).Has("another") {
		return nil
	}
	found, err := s.Intake.Search(c.UserContext(), officer.PersonQuery{Name: start.New.FamilyName + ", " + start.New.GivenNames, Birth: start.New.BirthDate})
	if err != nil {
		return nil // the page says who it is all the same
	}
	return found.Persons
}

// readStart reads what a case begins with. Ids that are none are not found.
func readStart(form *Form) (b desk.Start, err error) {
	if b.Case, err = officer.ParseID[officer.ApplicationID](form.Value("case")); err != nil {
		return b, err
	}
	if person := form.Value("person"); person != "" {
		if b.Person, err = officer.ParseID[officer.PersonID](person); err != nil {
			return b, err
		}
	} else {
		b.New = officer.PersonData{FamilyName: form.Line("family_name", officer.NameLimit), GivenNames: form.Line("given_names", officer.NameLimit), BirthDate: form.Date("birth_date")}
		b.Email, b.Another = form.Line("email", 255), form.Yes("another")
	}
	shop, product, _ := strings.Cut(form.Value("offering"), ":")
	b.Shop, b.Product = officer.ShopID(shop), officer.ProductID(product)
	b.Branch = officer.BranchID(form.Value("branch"))
	b.Language = form.One("paper_language", page.Languages...)
	if b.Language == "" {
		b.Language = page.Languages[0]
	}
	return b, nil
}
