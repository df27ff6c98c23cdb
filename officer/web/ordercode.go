package web

import (
	"context"
	"errors"
	"strconv"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/pdf"
)

// What is done with one order code, once it was drawn.

func (s *Server) pauseOrderCode(c *fiber.Ctx) error {
	return s.changeOrderCode(c, s.Codes.Pause, "order_code.paused")
}

func (s *Server) resumeOrderCode(c *fiber.Ctx) error {
	return s.changeOrderCode(c, s.Codes.Resume, "order_code.resumed")
}

func (s *Server) revokeOrderCode(c *fiber.Ctx) error {
	return s.changeOrderCode(c, s.Codes.Revoke, "order_code.revoked")
}

func (s *Server) changeOrderCode(c *fiber.Ctx, change func(context.Context, officer.OrderCodeID) error, said string) error {
	id, err := orderCodeID(c)
	if err != nil {
		return err
	}
	if err := change(c.UserContext(), id); err != nil {
		return err
	}
	return s.done(c, orderCodesPath+"/"+string(id), said)
}

// askRevokeOrderCode asks once more, for it cannot be undone.
func (s *Server) askRevokeOrderCode(c *fiber.Ctx) error {
	file, err := s.orderCodeFile(c)
	if err != nil {
		return err
	}
	here := orderCodesPath + "/" + string(file.OrderCode.ID)
	return s.show(c, "order_code.revoke", func(f *page.Frame) templ.Component {
		f.Caption = f.OrderCodeTitle(file.OrderCode)
		return page.ConfirmPage(f, page.Confirm{Text: f.T("order_code.revoke_text", "count", file.Left()), Action: here + "/revoke", Label: f.T("order_code.revoke"), Danger: true, Cancel: here})
	})
}

func (s *Server) orderCodeFile(c *fiber.Ctx) (desk.CodeFile, error) {
	id, err := orderCodeID(c)
	if err != nil {
		return desk.CodeFile{}, err
	}
	return s.Codes.Code(c.UserContext(), id, officer.Cursor{})
}

func (s *Server) askRenewal(c *fiber.Ctx) error {
	file, err := s.orderCodeFile(c)
	if err != nil {
		return err
	}
	return s.show(c, "order_code.renew", renewal(file.OrderCode, strconv.Itoa(file.Uses), page.DayField("last_day", file.LastDay())))
}

func renewal(c officer.OrderCode, uses string, last page.DateField) pageOf {
	return func(f *page.Frame) templ.Component {
		f.Caption = f.OrderCodeTitle(c)
		return page.OrderCodeRenew(f, c, uses, last)
	}
}

func (s *Server) renewOrderCode(c *fiber.Ctx) error {
	file, err := s.orderCodeFile(c)
	if err != nil {
		return err
	}
	form := bind(c)
	uses, last := form.Number("uses"), form.Date("last_day")
	if err = form.Err(); err == nil {
		err = s.Codes.Renew(c.UserContext(), file.OrderCode.ID, form.Version(), uses, last)
	}
	if errors.Is(err, officer.Stale) {
		saved := []page.Value{{Name: "uses", Value: strconv.Itoa(file.Uses)}, {Name: "last_day", Value: typedDay(file.LastDay())}}
		return s.bothVersions(c, form, colleague{Version: file.Version, Saved: saved, Back: orderCodesPath + "/" + string(file.OrderCode.ID)})
	}
	if err != nil {
		return s.again(c, err, "order_code.renew", renewal(file.OrderCode, form.Value("uses"), form.dateField("last_day")))
	}
	return s.done(c, orderCodesPath+"/"+string(file.OrderCode.ID), "order_code.renewed")
}

// given is the code that the page which showed it sends back, for a letter or a mail.
func given(c *fiber.Ctx) (desk.GivenCode, error) {
	id, err := orderCodeID(c)
	if err != nil {
		return desk.GivenCode{}, err
	}
	form := bind(c)
	language := orElse(form.One("language", page.Languages...), "de")
	return desk.GivenCode{ID: id, Typed: form.Line("code", 100), Language: language}, form.Err()
}

// codeLetter shows a code's letter, to be printed from the browser.
func (s *Server) codeLetter(c *fiber.Ctx) error {
	g, err := given(c)
	if err != nil {
		return err
	}
	p, err := s.Codes.Letter(c.UserContext(), g, "page")
	if err != nil {
		return err
	}
	return s.show(c, "order_code.letter", func(f *page.Frame) templ.Component { return page.CodeLetterPage(f, p) })
}

// codeLetterPDF gives a code's letter as PDF.
func (s *Server) codeLetterPDF(c *fiber.Ctx) error {
	g, err := given(c)
	if err != nil {
		return err
	}
	p, err := s.Codes.Letter(c.UserContext(), g, "pdf")
	if err != nil {
		return err
	}
	return sendPapers(c, "order-code", []pdf.Paper{p})
}

// mailOrderCode sends a code to the address that it is bound to.
func (s *Server) mailOrderCode(c *fiber.Ctx) error {
	g, err := given(c)
	if err != nil {
		return err
	}
	if err := s.Codes.Mail(c.UserContext(), g); err != nil {
		return err
	}
	return s.done(c, orderCodesPath+"/"+string(g.ID), "order_code.mailed")
}
