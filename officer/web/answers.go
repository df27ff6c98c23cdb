package web

import (
	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// answerRoutes are where people answer whether they will be an officer, or take
// another role. The link proves the mailbox; who is signed in is asked besides.
func (s *Server) answerRoutes(r *router) {
	for path, purpose := range map[string]officer.LinkPurpose{"/appointments/accept/:token": officer.LinkAppointment, "/roles/accept/:token": officer.LinkRole} {
		r.get(path, rbac.Public, func(c *fiber.Ctx) error { return s.askAnswer(c, purpose, nil, nil) })
		r.post(path, rbac.Public, func(c *fiber.Ctx) error { return s.answer(c, purpose) })
	}
}

// askAnswer shows the question of a link. Whoever has not shown their second
// factor yet does that first.
func (s *Server) askAnswer(c *fiber.Ctx, purpose officer.LinkPurpose, form *Form, refusal error) error {
	actor, signedIn := officer.ActorFrom(c.UserContext())
	if signedIn && actor.SecondFactorDue && refusal == nil {
		return s.orSignIn(c, officer.Fail(officer.Unauthenticated, "signin.second_factor_needed"))
	}
	q, err := s.People.Asked(c.UserContext(), purpose, c.Params("token"))
	if err != nil {
		return err
	}
	p := page.AnswerPage{Action: c.Path(), Organisation: q.Organisation.Name, Role: q.Role, Name: q.Name, Asked: q.Email,
		HasAccount: q.HasAccount, SignIn: withReturn(signInPath, c.Path())}
	if signedIn {
		p.SignedInAs = actor.Email
	}
	if form != nil {
		p.GivenNames, p.FamilyName = form.Value("given_names"), form.Value("family_name")
	}
	return s.reason(c, "answer.title", refusal, func(f *page.Frame) templ.Component { return page.Answer(f, p) })
}

// answer takes the yes or no.
func (s *Server) answer(c *fiber.Ctx, purpose officer.LinkPurpose) error {
	form := bind(c)
	ctx, token := c.UserContext(), c.Params("token")
	_, signedIn := officer.ActorFrom(ctx)
	var err error
	switch {
	case form.Value("answer") == "decline":
		if err := s.People.Decline(ctx, purpose, token); err != nil {
			return err
		}
		return s.show(c, "answer.declined_title", func(f *page.Frame) templ.Component { return page.Answered(f, f.T("answer.declined")) })
	case signedIn:
		err = s.People.Accept(ctx, purpose, token)
	default:
		err = s.People.AcceptAsNew(ctx, purpose, token, desk.Newcomer{
			GivenNames: form.Value("given_names"), FamilyName: form.Value("family_name"), Password: form.Secret("password", passwordLimit), Language: s.language(c),
		})
	}
	switch {
	case err != nil:
		return s.askAnswer(c, purpose, form, err)
	case !signedIn:
		return s.done(c, signInPath, "answer.opened")
	}
	return s.show(c, "answer.accepted_title", func(f *page.Frame) templ.Component { return page.Answered(f, f.T("answer.accepted_"+string(purpose))) })
}
