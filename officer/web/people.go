package web

import (
	"errors"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"

	"officerportal/officer"
	"officerportal/officer/web/page"
	"officerportal/rbac"
)

// peopleRoutes are the organisation's people: who works here, in which role, and
// how they come and go. The provider's own people are looked after in the same
// way; officers are nominated at a desk only.
func (s *Server) peopleRoutes(r *router) {
	r.get("/desk/people/nominate", rbac.AppointmentNominate, s.askNominee)
	r.post("/desk/people/nominate", rbac.AppointmentNominate, s.nominate)
	r.get("/desk/people/:person/site", rbac.AppointmentRecord, s.askSite)
	r.post("/desk/people/:person/site", rbac.AppointmentRecord, s.movePerson)
	for _, base := range []string{deskPeople, officePeople} {
		r.get(base, rbac.RoleList, s.listPeople).inMenu("people.menu")
		r.post(base, rbac.RoleList, s.searchPeople)
		r.get(base+"/invite", rbac.RoleGrant, s.askInvitee)
		r.post(base+"/invite", rbac.RoleGrant, s.invite)
		r.get(base+"/:person", rbac.RoleList, s.person)
		r.get(base+"/:person/name", rbac.MemberRename, s.askName)
		r.post(base+"/:person/name", rbac.MemberRename, s.rename)
		r.get(base+"/:person/roles", rbac.RoleGrant, s.askRole)
		r.post(base+"/:person/roles", rbac.RoleGrant, s.grantRole)
		r.get(base+"/:person/roles/:role/revoke", rbac.RoleRevoke, s.askRevoke)
		r.post(base+"/:person/roles/:role/revoke", rbac.RoleRevoke, s.revokeRole)
		r.get(base+"/:person/leave", rbac.RoleRevoke, s.askLeave)
		r.post(base+"/:person/leave", rbac.RoleRevoke, s.leave)
		r.get(base+"/:invitation/invitation/remind", rbac.RoleGrant, s.askRemindInvited)
		r.post(base+"/:invitation/invitation/remind", rbac.RoleGrant, s.remindInvited)
		r.get(base+"/:invitation/invitation/withdraw", rbac.RoleRevoke, s.askWithdrawInvitation)
		r.post(base+"/:invitation/invitation/withdraw", rbac.RoleRevoke, s.withdrawInvitation)
	}
}

// Where the people of an organisation are, and those of the provider.
const (
	deskPeople   = "/desk/people"
	officePeople = "/office/people"
)

// peoplePath is an address among the people of the place where somebody is.
func peoplePath(c *fiber.Ctx, more ...string) string {
	base := deskPeople
	if strings.HasPrefix(c.Path(), officePeople) {
		base = officePeople
	}
	return strings.Join(append([]string{base}, more...), "/")
}

// today is the day in Germany, for what a page shows; what counts is the
// transaction's.
func today() officer.Date { return officer.Today(time.Now()) }

// searchPeople leads to the list with the name sealed for this session, so that it
// stands in no address.
func (s *Server) searchPeople(c *fiber.Ctx) error {
	form := bind(c)
	name, query := form.Line("q", searchLimit), url.Values{}
	if err := form.Err(); err != nil {
		show, failed := s.listedPeople(c)
		return errors.Join(failed, s.again(c, err, "people.title", show))
	}
	if name != "" {
		token, err := s.WorkList.Keep(c.UserContext(), officer.PersonQuery{Name: name})
		if err != nil {
			return err
		}
		query.Set("search", token)
	}
	if form.Yes("left") {
		query.Set("left", "yes")
	}
	return c.Redirect(strings.TrimSuffix(peoplePath(c)+"?"+query.Encode(), "?"), fiber.StatusSeeOther)
}

func (s *Server) listPeople(c *fiber.Ctx) error {
	show, err := s.listedPeople(c)
	if err != nil {
		return err
	}
	return s.show(c, "people.title", show)
}

// listedPeople reads the people that the address asks for.
func (s *Server) listedPeople(c *fiber.Ctx) (pageOf, error) {
	filter := officer.PeopleFilter{Name: s.found(c).Name, Left: c.Query("left") == "yes", After: officer.ParseCursor(c.Query("after"))}
	staff, err := s.People.List(c.UserContext(), filter)
	return func(f *page.Frame) templ.Component {
		f.Wide = true
		return page.People(f, page.PeoplePage{
			PeoplePage: staff.PeoplePage, Base: peoplePath(c), Filter: filter, Search: c.Query("search"), Today: today(), OpenIncidents: staff.OpenIncidents,
			MayNominate: may(c, rbac.AppointmentNominate), MayInvite: may(c, rbac.RoleGrant), MayIncidents: may(c, rbac.IncidentRead),
		})
	}, err
}

func (s *Server) person(c *fiber.Ctx) error {
	p, err := s.personPage(c)
	if err != nil {
		return err
	}
	return s.show(c, "people.person", func(f *page.Frame) templ.Component {
		f.Wide = true
		f.Back = &page.Link{Href: peoplePath(c), Text: f.T("people.title")}
		f.Caption = p.Name()
		return page.Person(f, p)
	})
}

// personPage reads one of the people, with what the actor may do about them.
func (s *Server) personPage(c *fiber.Ctx) (page.PersonPage, error) {
	file, err := s.People.Person(c.UserContext(), c.Params("person"))
	actor, _ := officer.ActorFrom(c.UserContext())
	return page.PersonPage{
		Base: peoplePath(c), Member: file.Member, Appointment: file.Appointment, Earlier: file.Earlier, Invitation: file.Invitation, Held: file.Roles,
		Branches: file.Branches, Events: file.Events, Grantable: officer.GrantableRoles(file.Organisation), Today: today(),
		Oneself:    file.Member.Account != "" && file.Member.Account == actor.Account,
		MayAppoint: may(c, rbac.AppointmentRecord), MayGrant: may(c, rbac.RoleGrant), MayRevoke: may(c, rbac.RoleRevoke), MayRename: may(c, rbac.MemberRename),
	}, err
}

// showPerson shows a page about somebody, with their name above the heading.
func (s *Server) showPerson(c *fiber.Ctx, title string, p page.PersonPage, of func(*page.Frame, page.PersonPage) templ.Component) error {
	return s.show(c, title, ofPerson(p, func(f *page.Frame) templ.Component { return of(f, p) }))
}

func ofPerson(p page.PersonPage, of func(*page.Frame) templ.Component) func(*page.Frame) templ.Component {
	return func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: p.Path(), Text: f.T("people.person")}
		f.Caption = p.Name()
		return of(f)
	}
}

func (s *Server) askNominee(c *fiber.Ctx) error { return s.inviteForm(c, "people.nominate", nil, nil) }
func (s *Server) askInvitee(c *fiber.Ctx) error { return s.inviteForm(c, "people.invite", nil, nil) }

// inviteForm asks for an officer to nominate, or for somebody to take another
// role; again where that was refused.
func (s *Server) inviteForm(c *fiber.Ctx, title string, form *Form, refusal error) error {
	p := page.InviteForm{Base: peoplePath(c)}
	branches, err := s.Organisations.Branches(c.UserContext())
	if err != nil {
		return err
	}
	for _, b := range branches {
		if b.ClosedAt == nil {
			p.Branches = append(p.Branches, b.Branch)
		}
	}
	show := page.Nominate
	if title == "people.invite" {
		actor, _ := officer.ActorFrom(c.UserContext())
		p.Grantable, show = officer.GrantableRoles(actor.OrganisationKind), page.Invite
	}
	if form != nil {
		p.Name, p.Email, p.Site, p.Role = form.Value("name"), form.Value("email"), form.Value("site"), form.Value("role")
	}
	of := func(f *page.Frame) templ.Component {
		f.Back = &page.Link{Href: peoplePath(c), Text: f.T("people.title")}
		return show(f, p)
	}
	if refusal != nil {
		return s.again(c, refusal, title, of)
	}
	return s.show(c, title, of)
}

// invitee reads who is to be asked.
func invitee(form *Form) (officer.Invitee, error) {
	site := officer.BranchID(form.Value("site"))
	if site != "" {
		var err error
		if site, err = officer.ParseID[officer.BranchID](string(site)); err != nil {
			return officer.Invitee{}, err
		}
	}
	return officer.ReadInvitee(form.Value("name"), form.Value("email"), site)
}

func (s *Server) nominate(c *fiber.Ctx) error {
	form := bind(c)
	who, err := invitee(form)
	var id officer.AppointmentID
	if err == nil {
		id, err = s.People.Nominate(c.UserContext(), who)
	}
	if err != nil {
		return s.inviteForm(c, "people.nominate", form, err)
	}
	return s.done(c, peoplePath(c, string(id)), "people.nominated")
}

func (s *Server) invite(c *fiber.Ctx) error {
	form := bind(c)
	who, err := invitee(form)
	var id officer.InvitationID
	if err == nil {
		id, err = s.People.Invite(c.UserContext(), who, officer.Role(form.Value("role")))
	}
	if err != nil {
		return s.inviteForm(c, "people.invite", form, err)
	}
	return s.done(c, peoplePath(c, string(id)), "people.invited")
}

func (s *Server) askSite(c *fiber.Ctx) error {
	p, err := s.personPage(c)
	if err != nil {
		return err
	}
	return s.showPerson(c, "people.move", p, page.MovePerson)
}

func (s *Server) movePerson(c *fiber.Ctx) error {
	who, err := memberOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	site := officer.BranchID(form.Value("site"))
	if site != "" {
		if site, err = officer.ParseID[officer.BranchID](string(site)); err != nil {
			return err
		}
	}
	if err := s.People.Move(c.UserContext(), who, site); err != nil {
		return err
	}
	return s.done(c, peoplePath(c, string(who)), "people.moved")
}

func memberOf(c *fiber.Ctx) (officer.AccountID, error) {
	return officer.ParseID[officer.AccountID](c.Params("person"))
}

func (s *Server) askLeave(c *fiber.Ctx) error { return s.leaveForm(c, nil, nil) }

func (s *Server) leaveForm(c *fiber.Ctx, form *Form, refusal error) error {
	p, err := s.personPage(c)
	if err != nil {
		return err
	}
	r := page.ReasonForm{Action: c.Path(), Cancel: peoplePath(c, c.Params("person")),
		NoWhy: p.Appointment.ID == "" || p.Appointment.Status == officer.AppointmentLeft}
	if form != nil {
		r.Why = form.Value("why")
	}
	return s.reason(c, "people.leave", refusal, ofPerson(p, func(f *page.Frame) templ.Component {
		r.Text, r.Label = f.T("people.leave_text"), f.T("people.leave")
		return page.Reason(f, r)
	}))
}

// reason shows the page that asks for a reason, again where it was refused.
func (s *Server) reason(c *fiber.Ctx, title string, refusal error, of func(*page.Frame) templ.Component) error {
	if refusal != nil {
		return s.again(c, refusal, title, of)
	}
	return s.show(c, title, of)
}

func (s *Server) leave(c *fiber.Ctx) error {
	who, err := memberOf(c)
	if err != nil {
		return err
	}
	form := bind(c)
	if err := s.People.Leave(c.UserContext(), who, form.Value("why")); err != nil {
		return s.leaveForm(c, form, err)
	}
	return s.done(c, peoplePath(c), "people.gone")
}
