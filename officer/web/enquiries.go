package web

import (
	"errors"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// enquiryRoutes are how somebody asks for the deletion of their account, and
// where the provider's clerks look into matters about accounts.
func (s *Server) enquiryRoutes(r *router) {
	r.get("/account/deletion", rbac.AccountDeletion, s.deletion)
	r.post("/account/deletion", rbac.AccountDeletion, s.requestDeletion)
	r.post("/account/deletion/withdraw", rbac.AccountDeletion, s.takeBackDeletion)
	r.get("/office/enquiries", rbac.EnquiryRead, s.listEnquiries).inMenu("enquiry.menu")
	r.get("/office/enquiries/:enquiry", rbac.EnquiryRead, s.enquiry)
	r.post("/office/enquiries/:enquiry", rbac.EnquiryClose, s.closeEnquiry)
}

func (s *Server) deletion(c *fiber.Ctx) error { return s.deletionPage(c, nil, nil) }

// deletionPage says what a deletion means, again where the request was refused.
func (s *Server) deletionPage(c *fiber.Ctx, form *Form, refusal error) error {
	mine, err := s.Enquiries.Deletion(c.UserContext(), s.language(c))
	if err != nil {
		return err
	}
	p := page.DeletionPage{Holdings: mine.Holdings, Enquiry: mine.Enquiry, Refused: mine.Refused, Ways: mine.Ways}
	if form != nil {
		p.Note, p.Understood = form.Value("note"), form.Yes("understood")
	}
	return s.reason(c, "deletion.title", refusal, ofAccount(func(f *page.Frame) templ.Component { return page.Deletion(f, p) }))
}

func (s *Server) requestDeletion(c *fiber.Ctx) error {
	form := bind(c)
	if !form.Yes("understood") {
		form.Fail("understood", "deletion.understand_first")
	}
	note := form.Lines("note", officer.NoteLimit)
	err := form.Err()
	if err == nil {
		err = s.Enquiries.RequestDeletion(c.UserContext(), note)
	}
	if err != nil {
		return s.deletionPage(c, form, err)
	}
	return s.done(c, "/account/deletion", "deletion.requested")
}

func (s *Server) takeBackDeletion(c *fiber.Ctx) error {
	if err := s.Enquiries.TakeBackDeletion(c.UserContext()); err != nil {
		return err
	}
	return s.done(c, "/account/deletion", "deletion.taken_back")
}

func (s *Server) listEnquiries(c *fiber.Ctx) error {
	p := page.EnquiriesPage{Status: officer.EnquiryOpen, After: officer.ParseCursor(c.Query("after"))}
	if c.Query("status") == officer.EnquiryClosed {
		p.Status = officer.EnquiryClosed
	}
	var err error
	if p.EnquiryPage, err = s.Enquiries.List(c.UserContext(), p.Status, p.After); err != nil {
		return err
	}
	return s.show(c, "enquiry.title", func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.Enquiries(f, p)
	})
}

func (s *Server) enquiry(c *fiber.Ctx) error { return s.enquiryPage(c, nil, nil) }

// enquiryPage shows a matter, again where closing it was refused.
func (s *Server) enquiryPage(c *fiber.Ctx, form *Form, refusal error) error {
	id, err := officer.ParseID[officer.EnquiryID](c.Params("enquiry"))
	if err != nil {
		return err
	}
	file, err := s.Enquiries.Enquiry(c.UserContext(), id)
	if err != nil {
		return err
	}
	p := page.EnquiryPage{Enquiry: file.Enquiry, Holdings: file.Holdings, Identities: file.Identities, MayClose: may(c, rbac.EnquiryClose), Seen: file.Version}
	if form != nil {
		p.Chosen, p.Typed, p.Seen = form.Value("outcome"), form.Value("outcome_note"), form.Version()
	}
	return s.reason(c, "enquiry.one", refusal, func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Back = &page.Link{Href: "/office/enquiries", Text: f.T("enquiry.title")}
		return page.EnquiryOf(f, p)
	})
}

func (s *Server) closeEnquiry(c *fiber.Ctx) error {
	id, err := officer.ParseID[officer.EnquiryID](c.Params("enquiry"))
	if err != nil {
		return err
	}
	form := bind(c)
	err = s.Enquiries.Close(c.UserContext(), id, form.Version(), officer.EnquiryOutcome(form.Value("outcome")), form.Value("outcome_note"))
	switch {
	case errors.Is(err, officer.Stale):
		return err
	case err != nil:
		return s.enquiryPage(c, form, err)
	}
	return s.done(c, "/office/enquiries/"+string(id), "enquiry.closed_now")
}
