package web

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// codeListRoutes draw codes for the people of a list.
func (s *Server) codeListRoutes(r *router) {
	r.get("/desk/codes/lists/new", rbac.CodeIssue, s.newCodeList)
	r.post("/desk/codes/lists", rbac.CodeIssue, s.checkCodeList).upTo(officer.MaxListBytes+1<<20, listReadTime)
	r.get("/desk/codes/lists/:list", rbac.CodeIssue, s.codeList)
	r.get("/desk/codes/lists/:list/faults.csv", rbac.CodeIssue, s.codeListFaults)
	r.post("/desk/codes/lists/:list/confirm", rbac.CodeIssue, s.confirmCodeList)
	r.post("/desk/codes/lists/:list/drop", rbac.CodeIssue, s.dropCodeList)
	r.get("/desk/codes/lists/:list/revoke", rbac.CodeChange, s.askRevokeCodeList)
	r.post("/desk/codes/lists/:list/revoke", rbac.CodeChange, s.revokeCodeList)
}

// listReadTime is how long a list may take to arrive from a slow line.
const listReadTime = time.Minute

const codeListsPath = orderCodesPath + "/lists"

func codeListID(c *fiber.Ctx) (officer.JobID, error) {
	return officer.ParseID[officer.JobID](c.Params("list"))
}

func (s *Server) newCodeList(c *fiber.Ctx) error {
	offers, err := s.Codes.Offers(c.UserContext())
	if err != nil {
		return err
	}
	p := page.CodeListForm{OrderCodeForm: page.OrderCodeForm{Values: map[string]string{}}, By: desk.ByLetter, Language: s.language(c)}
	return s.show(c, "code_list.title", codeListUpload(p, offers))
}

func codeListUpload(p page.CodeListForm, offers desk.CodeOffers) pageOf {
	return func(f *page.Frame) templ.Component {
		toOrderCodes(f)
		p.Offers = page.OfferOptions(f.Language, offers.Shops, offers.Products)
		return page.CodeListUpload(f, p)
	}
}

// checkCodeList reads the file and leads to what it is like.
func (s *Server) checkCodeList(c *fiber.Ctx) error {
	form := bind(c)
	terms, last := bindOrderCode(form)
	form.Need("by", "language")
	w := desk.CodeWish{Terms: terms, LastDay: last, By: form.One("by", desk.ByLetter, desk.ByMail), Language: form.One("language", page.Languages...)}
	file := form.upload("file", officer.MaxListBytes)
	err := form.Err()
	var id officer.JobID
	if err == nil {
		id, err = s.Codes.CheckList(c.UserContext(), w, file)
	}
	if err == nil {
		return c.Redirect(codeListsPath+"/"+string(id), fiber.StatusSeeOther)
	}
	offers, failed := s.Codes.Offers(c.UserContext())
	if failed != nil {
		return failed
	}
	return s.again(c, err, "code_list.title", codeListUpload(page.CodeListForm{OrderCodeForm: typedOrderCode(form), By: form.Value("by"), Language: form.Value("language")}, offers))
}

// upload reads an uploaded file whole; one that is missing or too large is a
// problem of its field.
func (f *Form) upload(name string, limit int64) []byte {
	header := f.File(name)
	switch {
	case header == nil || header.Size == 0:
		f.Fail(name, "form.file_missing")
		return nil
	case header.Size > limit:
		f.Fail(name, "form.file_too_large", "megabytes", limit>>20)
		return nil
	}
	file, err := header.Open()
	if err != nil {
		f.Fail(name, "form.file_missing")
		return nil
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, limit))
	if err != nil {
		f.Fail(name, "form.file_missing")
	}
	return content
}

func (s *Server) checkedList(c *fiber.Ctx) (desk.CheckedList, error) {
	id, err := codeListID(c)
	if err != nil {
		return desk.CheckedList{}, err
	}
	return s.Codes.CheckedList(c.UserContext(), id)
}

func checkedListPage(l desk.CheckedList) pageOf {
	return func(f *page.Frame) templ.Component {
		toOrderCodes(f)
		return page.CodeListChecked(f, page.CodeListView{ID: l.ID, List: l.PeopleList, Terms: l.Terms, By: l.By, ShopName: l.Shop.Name, Product: l.Product, Drawing: l.Drawing})
	}
}

func (s *Server) codeList(c *fiber.Ctx) error {
	l, err := s.checkedList(c)
	if err != nil {
		return err
	}
	return s.show(c, "code_list.checked", checkedListPage(l))
}

// codeListFaults gives everything that is wrong with a list as a file.
func (s *Server) codeListFaults(c *fiber.Ctx) error {
	l, err := s.checkedList(c)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := page.FaultsCSV(&page.Frame{Language: s.language(c)}, &b, l.PeopleList); err != nil {
		return err
	}
	return sendCSV(c, "faults.csv", b.Bytes())
}

// confirmCodeList has the worker draw, and leads to where its progress is seen;
// sent twice, it leads there as well.
func (s *Server) confirmCodeList(c *fiber.Ctx) error {
	id, err := codeListID(c)
	if err != nil {
		return err
	}
	err = s.Codes.ConfirmList(c.UserContext(), id)
	switch {
	case err == nil || refusedAs(err, "list.confirmed"):
		return s.done(c, "/jobs/"+string(id), "")
	case errors.Is(err, officer.Invalid): // what the codes release has changed meanwhile
		return officer.Fail(officer.Conflict, "list.not_offered")
	}
	return err
}

func (s *Server) dropCodeList(c *fiber.Ctx) error {
	id, err := codeListID(c)
	if err != nil {
		return err
	}
	if err := s.Codes.DropList(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, orderCodesPath, "code_list.dropped")
}

// askRevokeCodeList asks before all codes of a list are ended.
func (s *Server) askRevokeCodeList(c *fiber.Ctx) error {
	id, err := codeListID(c)
	if err != nil {
		return err
	}
	list, err := s.Codes.List(c.UserContext(), officer.OrderCodeFilter{Batch: id})
	if err == nil && len(list.Rows) == 0 {
		err = officer.Fail(officer.NotFound, "page.not_found")
	}
	if err != nil {
		return err
	}
	back := orderCodesPath + "?list=" + string(id)
	return s.show(c, "code_list.revoke", func(f *page.Frame) templ.Component {
		return page.ConfirmPage(f, page.Confirm{Text: f.T("code_list.revoke_text"), Action: codeListsPath + "/" + string(id) + "/revoke", Label: f.T("code_list.revoke"), Danger: true, Cancel: back})
	})
}

func (s *Server) revokeCodeList(c *fiber.Ctx) error {
	id, err := codeListID(c)
	if err != nil {
		return err
	}
	if _, err := s.Codes.RevokeBatch(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, orderCodesPath+"?list="+string(id), "code_list.revoked")
}
