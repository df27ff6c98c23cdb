package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
)

// abort asks why a case is broken off. What was recorded may propose a reason.
func (s *Server) abort(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	if k.Application.Status.Ended() {
		return officer.Fail(officer.Conflict, "case.ended")
	}
	reason, proposed := k.Identification.Capture.ProposedAbort(k.Identification.Document.Type)
	return s.show(c, "abort.title", func(f *page.Frame) templ.Component {
		around(f, k.Application)
		return page.Abort(f, page.AbortPage{Case: k.Application.ID, Reason: string(reason), Proposed: proposed})
	})
}

// abortCase breaks a case off, after asking once more.
func (s *Server) abortCase(c *fiber.Ctx) error {
	k, err := s.caseOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	p := page.AbortPage{Case: k.Application.ID, Reason: form.One("reason", plain(officer.AbortReasons)...), Note: form.Lines("note", officer.ReasonLimit)}
	form.Need("reason")
	if officer.AbortReason(p.Reason).NeedsNote() && p.Note == "" {
		form.Fail("note", "abort.note_missing")
	}
	err = form.Err()
	if err == nil && !form.Yes("confirmed") {
		return s.show(c, "abort.confirm_title", func(f *page.Frame) templ.Component {
			around(f, k.Application)
			return page.ConfirmPage(f, p.Confirmation(f))
		})
	}
	if err == nil {
		err = s.Intake.Abort(c.UserContext(), k.Application.ID, officer.AbortReason(p.Reason), p.Note)
	}
	if err != nil {
		return s.again(c, err, "abort.title", func(f *page.Frame) templ.Component {
			around(f, k.Application)
			return page.Abort(f, p)
		})
	}
	return s.done(c, "/desk", "abort.done")
}
