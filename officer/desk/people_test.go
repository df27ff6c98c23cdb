package desk_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
	"officerportal/officer/postgres/dbtest"
)

// Everybody at the same door, for each thing that is done to an appointment.
func TestDoorOfAppointments(t *testing.T) {
	for name, c := range map[string]struct {
		from     func(*staffed, testing.TB) (officer.Actor, desk.Seen)
		act      func(*desk.People, context.Context, desk.Seen) error
		oneself  bool // refused about oneself
		renewals bool // may be done again with the new version
	}{
		"record background check": {(*staffed).accepted, func(s *desk.People, ctx context.Context, seen desk.Seen) error {
			return s.RecordBackgroundCheck(ctx, seen, officer.Today(time.Now()).AddDays(-1), "Führungszeugnis")
		}, true, true},
		"record training": {(*staffed).accepted, func(s *desk.People, ctx context.Context, seen desk.Seen) error {
			return s.RecordTraining(ctx, seen, officer.Today(time.Now()).AddDays(-1))
		}, true, true},
		"activate": {(*staffed).ready, (*desk.People).Activate, true, false},
		"suspend": {(*staffed).active, func(s *desk.People, ctx context.Context, seen desk.Seen) error {
			return s.Suspend(ctx, seen, "Verdacht")
		}, false, false},
		"lift": {func(h *staffed, t testing.TB) (officer.Actor, desk.Seen) {
			who, seen := h.active(t)
			ok(t, h.people.Suspend(h.manager, seen, "Verdacht"))
			h.Clock.Advance(time.Second)
			seen.Version++
			return who, seen
		}, (*desk.People).Lift, true, false},
		"end": {(*staffed).active, func(s *desk.People, ctx context.Context, seen desk.Seen) error {
			return s.End(ctx, seen, "Wechsel")
		}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := newStaffed(t)
			who, seen := c.from(h, t)
			stale := desk.Seen{ID: seen.ID, Version: seen.Version - 1}
			for _, person := range []struct {
				name string
				ctx  context.Context
				seen desk.Seen
				want error
			}{
				{"nobody", context.Background(), seen, officer.Unauthenticated},
				{"an officer", h.Company.As(officer.RoleOfficer), seen, officer.Forbidden},
				{"an auditor", h.Company.As(officer.RoleAuditor), seen, officer.Forbidden},
				{"an operator", h.TSP.As(officer.RoleOperator), seen, officer.Forbidden},
				{"another organisation's manager", h.Authority.As(officer.RoleRAManager), seen, officer.NotFound},
				{"a manager who saw an older version", h.manager, stale, officer.Stale},
				{"a manager, of something unknown", h.manager, desk.Seen{ID: officer.NewID[officer.AppointmentID](), Version: 1}, officer.NotFound},
			} {
				if err := c.act(h.people, person.ctx, person.seen); !errors.Is(err, person.want) {
					t.Errorf("%s: %v, want %v", person.name, err, person.want)
				}
			}
			if err := c.act(h.people, h.asManager(who), seen); c.oneself && !errors.Is(err, officer.Forbidden) {
				t.Errorf("themselves: %v", err)
			}
			if !c.oneself {
				return // it was done, by themselves
			}
			ok(t, c.act(h.people, h.manager, seen))
			if err := c.act(h.people, h.manager, seen); !errors.Is(err, officer.Stale) {
				t.Errorf("twice with the old version: %v", err)
			}
			seen.Version++
			if err := c.act(h.people, h.manager, seen); c.renewals != (err == nil) || !c.renewals && !errors.Is(err, officer.Conflict) {
				t.Errorf("twice: %v", err)
			}
		})
	}
}

// From the nomination to the end, the way an organisation sees it.
func TestAnOfficersLife(t *testing.T) {
	h := newStaffed(t)
	who, seen := h.nominee(t)
	roles := func() []officer.Role {
		var list []officer.Role
		h.Select(t, &list, `select role from role_assignments where organisation_id = $1 and account_id = $2 and ended_at is null order by role`, h.Company.ID, who.Account)
		return list
	}
	q, err := h.people.Asked(context.Background(), officer.LinkAppointment, h.mailed(t, who.Email))
	if err != nil || q.Organisation.Name != h.Company.Name || q.Role != officer.RoleOfficer || !q.HasAccount || q.Email != who.Email {
		t.Fatalf("%+v, %v", q, err)
	}
	ok(t, h.people.Accept(dbtest.As(who), officer.LinkAppointment, h.mailed(t, who.Email)))
	if len(roles()) != 0 {
		t.Errorf("a role came with the acceptance: %v", roles())
	}
	seen.Version++
	ok(t, h.people.RecordBackgroundCheck(h.manager, seen, h.today.AddDays(-3), " Führungszeugnis \r\n gesehen "))
	seen.Version++
	ok(t, h.people.RecordTraining(h.manager, seen, h.today.AddMonths(-11)))
	seen.Version++
	ok(t, h.people.RecordTraining(h.manager, seen, h.today)) // a renewal
	seen.Version++
	ok(t, h.people.Activate(h.manager, seen))
	seen.Version++
	if got := roles(); !slices.Equal(got, []officer.Role{officer.RoleOfficer}) {
		t.Errorf("active with the roles %v", got)
	}
	ok(t, h.people.Suspend(h.manager, seen, "Verdacht"))
	seen.Version++
	if len(roles()) != 0 {
		t.Errorf("suspended with the roles %v", roles())
	}
	h.Clock.Advance(time.Minute)
	ok(t, h.people.Lift(h.manager, seen))
	seen.Version++
	if len(roles()) != 1 {
		t.Errorf("lifted with the roles %v", roles())
	}
	h.Clock.Advance(time.Minute)
	ok(t, h.people.End(h.manager, seen, "Wechsel in den Vertrieb"))
	if len(roles()) != 0 {
		t.Errorf("ended with the roles %v", roles())
	}
	f, err := h.people.Person(h.manager, string(who.Account))
	ok(t, err)
	if f.Appointment.BackgroundNote != "Führungszeugnis\ngesehen" || f.Appointment.TrainingUntil != h.today.AddMonths(12) ||
		f.Appointment.EndedWhy != "Wechsel in den Vertrieb" || f.Member.Branch != h.Company.Branch || len(f.Roles) != 2 || len(f.Events) < 10 {
		t.Errorf("%+v", f)
	}
	want := []string{"appointment.accepted", "appointment.activated", "appointment.background_check_recorded", "appointment.ended", "appointment.lifted",
		"appointment.nominated", "appointment.suspended", "appointment.training_recorded", "appointment.training_recorded"}
	if got := h.events(t, string(seen.ID)); !slices.Equal(got, want) {
		t.Errorf("the book says %v", got)
	}
}

// A session ends with the role: a suspended officer is out at the next request.
func TestASuspendedOfficerIsOutAtOnce(t *testing.T) {
	h := newStaffed(t)
	officerActor := h.withPassword(t, h.Company.Actor(officer.RoleOfficer))
	h.Exec(t, `insert into sessions (id, digest, account_id, organisation_id, second_factor_at, created_at, seen_at, idle_until, expires_at)
		values ('ses_x', 'x', $1, $2, $3, $3, $3, $4, $4)`, officerActor.Account, h.Company.ID, h.Clock.Now(), h.Clock.Now().Add(time.Hour))
	presence := func() (p officer.Presence, err error) {
		err = h.DB.View(context.Background(), postgres.System, func(tx *postgres.Tx) error {
			p, err = tx.Presence([]string{"x"})
			return err
		})
		return p, err
	}
	p, err := presence()
	ok(t, err)
	a, err := p.Actor(h.today)
	if err != nil || !a.MayIdentify {
		t.Fatalf("%+v, %v", a, err)
	}
	h.Clock.Advance(time.Second)
	ok(t, h.people.Suspend(h.manager, desk.Seen{ID: officerActor.Appointment, Version: 1}, "Verdacht"))
	if _, err := presence(); !errors.Is(err, officer.NotFound) {
		t.Errorf("the session goes on: %v", err)
	}
}

func TestNominationIsAskedOnce(t *testing.T) {
	h := newStaffed(t)
	who, _ := h.nominee(t)
	again := officer.Invitee{Name: "Noch Einmal", Email: officer.Email(who.Email)}
	if _, err := h.people.Nominate(h.manager, again); !errors.Is(err, officer.Conflict) {
		t.Errorf("nominated twice: %v", err)
	}
	if _, err := h.people.Nominate(h.Authority.As(officer.RoleRAManager), again); err != nil {
		t.Errorf("another organisation may nominate too: %v", err)
	}
	for name, c := range map[string]struct {
		ctx  context.Context
		who  officer.Invitee
		want error
	}{
		"nobody":           {context.Background(), again, officer.Unauthenticated},
		"an officer":       {h.Company.As(officer.RoleOfficer), again, officer.Forbidden},
		"a role's mailbox": {h.manager, officer.Invitee{Name: "Post", Email: "poststelle@beispiel.example"}, officer.Invalid},
		"a foreign branch": {h.manager, officer.Invitee{Name: "Kim", Email: "kim@beispiel.example", Branch: h.Authority.Branch}, officer.NotFound},
	} {
		if _, err := h.people.Nominate(c.ctx, c.who); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from mails`); n != 2 {
		t.Errorf("%d mails went out", n)
	}
}

// The link is answered once, by the very person, and leads nowhere else.
func TestDoorOfAnAnswer(t *testing.T) {
	h := newStaffed(t)
	who, _ := h.nominee(t)
	token := h.mailed(t, who.Email)
	auditor := h.Company.Actor(officer.RoleAuditor)
	due := who
	due.SecondFactorDue = true
	for name, c := range map[string]struct {
		ctx     context.Context
		purpose officer.LinkPurpose
		token   string
		want    error
	}{
		"nobody":                    {context.Background(), officer.LinkAppointment, token, officer.Unauthenticated},
		"second factor not shown":   {dbtest.As(due), officer.LinkAppointment, token, officer.Unauthenticated},
		"somebody else":             {dbtest.As(h.Applicant(t)), officer.LinkAppointment, token, officer.Forbidden},
		"an auditor":                {dbtest.As(auditor), officer.LinkAppointment, token, officer.Forbidden},
		"a made-up token":           {dbtest.As(who), officer.LinkAppointment, "AAAA", officer.NotFound},
		"the token in another flow": {dbtest.As(who), officer.LinkRole, token, officer.NotFound},
	} {
		if err := h.people.Accept(c.ctx, c.purpose, c.token); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	ok(t, h.people.Accept(dbtest.As(who), officer.LinkAppointment, token))
	if err := h.people.Accept(dbtest.As(who), officer.LinkAppointment, token); !errors.Is(err, officer.NotFound) {
		t.Errorf("twice: %v", err)
	}
	if err := h.people.Decline(context.Background(), officer.LinkAppointment, token); !errors.Is(err, officer.NotFound) {
		t.Errorf("declined after accepting: %v", err)
	}
}

// A reminder's fresh link and the first one ask the same question: once it is
// answered, neither can be used.
func TestRemindedAndDeclined(t *testing.T) {
	h := newStaffed(t)
	who, seen := h.nominee(t)
	first := h.mailed(t, who.Email)
	h.Clock.Advance(time.Minute)
	ok(t, h.people.RemindNominee(h.manager, seen.ID))
	second := h.mailed(t, who.Email)
	if first == second {
		t.Fatal("the same link was mailed again")
	}
	if err := h.people.RemindNominee(h.Authority.As(officer.RoleRAManager), seen.ID); !errors.Is(err, officer.NotFound) {
		t.Errorf("another organisation reminded: %v", err)
	}
	ok(t, h.people.Decline(context.Background(), officer.LinkAppointment, first))
	if _, err := h.people.Asked(context.Background(), officer.LinkAppointment, second); !errors.Is(err, officer.NotFound) {
		t.Errorf("the second link still asks: %v", err)
	}
	if err := h.people.RemindNominee(h.manager, seen.ID); !errors.Is(err, officer.Conflict) {
		t.Errorf("reminded after the answer: %v", err)
	}
	// who said no can be asked again later
	if _, err := h.people.Nominate(h.manager, officer.Invitee{Name: who.Name, Email: officer.Email(who.Email)}); err != nil {
		t.Errorf("nominated anew: %v", err)
	}
}

func TestAcceptAsNew(t *testing.T) {
	h := newStaffed(t)
	_, err := h.people.Nominate(h.manager, officer.Invitee{Name: "Łucja Đặng", Email: "lucja@neu.example"})
	ok(t, err)
	token := h.mailed(t, "lucja@neu.example")
	nobody := context.Background()
	var e *officer.Error
	err = h.people.AcceptAsNew(nobody, officer.LinkAppointment, token, desk.Newcomer{GivenNames: "=1", Password: "kurz"})
	if !errors.As(err, &e) || e.Kind != officer.Invalid || len(e.Fields) < 2 {
		t.Errorf("%v", err)
	}
	ok(t, h.people.AcceptAsNew(nobody, officer.LinkAppointment, token, desk.Newcomer{GivenNames: "Łucja", FamilyName: "Đặng", Password: password, Language: "en"}))
	in, err := h.authenticate("lucja@neu.example", password, desk.Visitor{Address: "192.0.2.7"})
	ok(t, err)
	a, err := h.signIn.Resume(nobody, in.Token.Reveal())
	if err != nil || a.Name != "Łucja Đặng" || a.Language != "en" || a.Place != officer.Portal {
		t.Errorf("%+v, %v", a, err)
	}
	if err := h.people.AcceptAsNew(nobody, officer.LinkAppointment, token, desk.Newcomer{FamilyName: "Đặng", Password: password}); !errors.Is(err, officer.NotFound) {
		t.Errorf("twice: %v", err)
	}
	// for somebody with an account the same form is no way in
	who, _ := h.nominee(t)
	err = h.people.AcceptAsNew(nobody, officer.LinkAppointment, h.mailed(t, who.Email), desk.Newcomer{FamilyName: "X", Password: password})
	if !errors.Is(err, officer.Conflict) {
		t.Errorf("opened an account over another: %v", err)
	}
}

func TestLeaving(t *testing.T) {
	h := newStaffed(t)
	who := h.Company.Actor(officer.RoleOfficer)
	if err := h.people.Leave(h.Authority.As(officer.RoleRAManager), who.Account, "x"); !errors.Is(err, officer.NotFound) {
		t.Errorf("another organisation's manager: %v", err)
	}
	if err := h.people.Leave(h.manager, who.Account, " "); !errors.Is(err, officer.Invalid) {
		t.Errorf("an officer without a reason: %v", err)
	}
	ok(t, h.people.Leave(h.manager, who.Account, "Wechsel"))
	if err := h.people.Leave(h.manager, who.Account, "Wechsel"); !errors.Is(err, officer.Conflict) {
		t.Errorf("twice: %v", err)
	}
	for table, query := range map[string]string{
		"roles":        `select count(*) from role_assignments where account_id = $1 and ended_at is null`,
		"appointments": `select count(*) from appointments where account_id = $1 and status <> 'left'`,
		"membership":   `select count(*) from members where account_id = $1 and left_at is null`,
	} {
		if n := dbtest.Get[int](t, h.Database, query, who.Account); n != 0 {
			t.Errorf("%d %s are left", n, table)
		}
	}
	ok(t, h.people.Leave(h.manager, h.Company.Actor(officer.RoleShopAdmin).Account, ""))
	if err := h.people.Grant(h.manager, who.Account, officer.RoleChecker); !errors.Is(err, officer.Conflict) {
		t.Errorf("a role for somebody who left: %v", err)
	}
}

func TestMoving(t *testing.T) {
	h := newStaffed(t)
	who := h.Company.Actor(officer.RoleChecker).Account
	site, err := h.organisations.AddBranch(h.manager, officer.Branch{Name: "Nord"})
	ok(t, err)
	for name, c := range map[string]struct {
		ctx  context.Context
		to   officer.BranchID
		want error
	}{
		"nobody":                  {context.Background(), site, officer.Unauthenticated},
		"another organisation":    {h.Authority.As(officer.RoleRAManager), h.Authority.Branch, officer.NotFound},
		"to another organisation": {h.manager, h.Authority.Branch, officer.NotFound},
		"to nowhere":              {h.manager, "", nil},
	} {
		if err := h.people.Move(c.ctx, who, c.to); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	ok(t, h.people.Move(h.manager, who, site))
	f, err := h.people.Person(h.manager, string(who))
	if err != nil || f.Member.Branch != site {
		t.Errorf("%+v, %v", f.Member, err)
	}
}
