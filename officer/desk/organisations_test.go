package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres/dbtest"
)

func (h *staffed) candidate(number int) desk.Candidate {
	return desk.Candidate{Organisation: officer.Organisation{
		Number: number, Kind: officer.Company, Name: "Neue Werke GmbH", RegisterCourt: "Amtsgericht Musterstadt", RegisterNumber: "HRB 7",
		Address:    officer.Address{Street: "Neuer Weg 1", PostalCode: "54321", Locality: "Neustadt", Country: "DE"},
		EvidenceOn: h.today, EvidenceNote: "Handelsregister eingesehen",
	}, ManagerName: "Nora Neu", ManagerEmail: "nora.neu@werke.example"}
}

func TestDoorOfAdmission(t *testing.T) {
	h := newStaffed(t)
	for name, c := range map[string]struct {
		ctx    context.Context
		change func(*desk.Candidate)
		want   error
	}{
		"nobody":       {context.Background(), func(*desk.Candidate) {}, officer.Unauthenticated},
		"a manager":    {h.manager, func(*desk.Candidate) {}, officer.Forbidden},
		"a clerk":      {h.TSP.As(officer.RoleClerk), func(*desk.Candidate) {}, officer.Forbidden},
		"number taken": {h.TSP.As(officer.RoleOperator), func(c *desk.Candidate) { c.Number = h.Company.Number }, officer.Conflict},
		"old evidence": {h.TSP.As(officer.RoleOperator), func(c *desk.Candidate) { c.EvidenceOn = h.today.AddMonths(-7) }, officer.Invalid},
		"no manager":   {h.TSP.As(officer.RoleOperator), func(c *desk.Candidate) { c.ManagerEmail = "" }, officer.Invalid},
		"a second TSP": {h.TSP.As(officer.RoleOperator), func(c *desk.Candidate) { c.Kind = officer.TSP }, officer.Conflict},
	} {
		candidate := h.candidate(2000)
		c.change(&candidate)
		if _, err := h.organisations.Admit(c.ctx, candidate); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if n := dbtest.Get[int](t, h.Database, `select (select count(*) from organisations) + (select count(*) from mails) + (select count(*) from invitations)`); n != 3 {
		t.Errorf("%d rows are there, something stayed of what was refused", n)
	}
	// everything that is wrong is told at once
	var e *officer.Error
	_, err := h.organisations.Admit(h.TSP.As(officer.RoleOperator), desk.Candidate{ManagerEmail: "info@werke.example"})
	if !errors.As(err, &e) || !slices.ContainsFunc(e.Fields, func(p officer.Problem) bool { return p.Field == "manager_email" }) || len(e.Fields) < 8 {
		t.Errorf("%v", err)
	}
}

// From the admission to the first person at work, on the screen and on the
// command line.
func TestAdmission(t *testing.T) {
	h := newStaffed(t)
	for i, ctx := range []context.Context{h.TSP.As(officer.RoleOperator), desk.CommandLine(context.Background())} {
		c := h.candidate(2000 + i)
		c.ManagerEmail = fmt.Sprintf("nora%d.neu@werke%d.example", i, i)
		id, err := h.organisations.Admit(ctx, c)
		ok(t, err)
		ok(t, h.people.AcceptAsNew(context.Background(), officer.LinkRole, h.mailed(t, c.ManagerEmail),
			desk.Newcomer{GivenNames: "Nora", FamilyName: "Neu", Password: password}))
		f, err := h.organisations.Organisation(ctx, id)
		if err != nil || len(f.Managers) != 1 || f.Managers[0].Name != "Nora Neu" || len(f.Invitations) != 0 || f.Events[0].Kind != "organisation.admitted" {
			t.Fatalf("%+v, %v", f, err)
		}
		manager := officer.Actor{Account: f.Managers[0].Account, Name: "Nora Neu", Place: officer.Desk, Organisation: id, OrganisationName: c.Name,
			OrganisationKind: officer.Company, Roles: f.Managers[0].Roles, SecondFactor: true}
		own, err := h.organisations.Own(dbtest.As(manager))
		if err != nil || own.Status != officer.OrganisationActive || !own.Accepts(officer.Passport) || own.EmailDomains[0] != fmt.Sprintf("werke%d.example", i) {
			t.Errorf("%+v, %v", own, err)
		}
		branches, err := h.organisations.Branches(dbtest.As(manager))
		if err != nil || len(branches) != 1 || branches[0].Name != "Neustadt" || branches[0].People != 0 {
			t.Errorf("%+v, %v", branches, err)
		}
		if _, err := h.people.Nominate(dbtest.As(manager), officer.Invitee{Name: "Kim", Email: "kim@werke.example"}); err != nil {
			t.Errorf("the manager's first nomination: %v", err)
		}
		shop := dbtest.Get[string](t, h.Database, `select procedures[1] from shop_products where organisation_id = $1 and product_id = $2 and cardinality(procedures) = 1`, id, h.Signature.ID)
		if officer.Procedure(shop) != officer.OfficerIdent {
			t.Errorf("the shop identifies by %s", shop)
		}
		if by := dbtest.Get[string](t, h.Database, `select actor_name from events where organisation_id = $1 and kind = 'organisation.admitted'`, id); by == "" {
			t.Error("the book does not say who admitted it")
		}
	}
}

func TestDoorOfAnOrganisation(t *testing.T) {
	h := newStaffed(t)
	operator, clerk := h.TSP.As(officer.RoleOperator), h.TSP.As(officer.RoleClerk)
	current := func() officer.Organisation {
		f, err := h.organisations.Organisation(operator, h.Company.ID)
		ok(t, err)
		return f.Organisation
	}
	save := func(change func(*officer.Organisation)) func(context.Context) error {
		return func(ctx context.Context) error {
			o := current()
			o.RegisterNumber, o.EvidenceOn, o.EvidenceNote = "HRB 1", h.today, "Register"
			change(&o)
			return h.organisations.Save(ctx, o)
		}
	}
	shut := func(ctx context.Context) error { return h.organisations.Close(ctx, h.Company.ID, current().Version) }
	for _, c := range []struct {
		name string
		act  func(context.Context) error
		ctx  context.Context
		want error
	}{
		{"save, nobody", save(func(*officer.Organisation) {}), context.Background(), officer.Unauthenticated},
		{"save, a clerk", save(func(*officer.Organisation) {}), clerk, officer.Forbidden},
		{"save, its own manager", save(func(*officer.Organisation) {}), h.manager, officer.Forbidden},
		{"save, unknown", save(func(o *officer.Organisation) { o.ID = officer.NewID[officer.OrganisationID]() }), operator, officer.NotFound},
		{"save, stale", save(func(o *officer.Organisation) { o.Version-- }), operator, officer.Stale},
		{"save, register changed without evidence", save(func(o *officer.Organisation) { o.RegisterNumber, o.EvidenceOn = "HRB 2", officer.Date{} }), operator, officer.Invalid},
		{"save", save(func(o *officer.Organisation) { o.Name = "Beispiel & Söhne GmbH" }), operator, nil},
		{"close, a manager", shut, h.manager, officer.Forbidden},
		{"close", shut, operator, nil},
		{"close twice", shut, operator, officer.Conflict},
		{"reopen", func(ctx context.Context) error { return h.organisations.Reopen(ctx, h.Company.ID, current().Version) }, operator, nil},
		{"close the provider", func(ctx context.Context) error { return h.organisations.Close(ctx, h.TSP.ID, 1) }, operator, officer.Conflict},
		{"a further manager", func(ctx context.Context) error {
			return h.organisations.InviteManager(ctx, h.Company.ID, officer.Invitee{Name: "Kim", Email: "kim@beispiel.example"})
		}, operator, nil},
		{"a further manager, by the desk", func(ctx context.Context) error {
			return h.organisations.InviteManager(ctx, h.Authority.ID, officer.Invitee{Name: "Kim", Email: "kim@beispiel.example"})
		}, h.manager, officer.Forbidden},
	} {
		if err := c.act(c.ctx); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	if o := current(); o.Name != "Beispiel & Söhne GmbH" || o.Number != h.Company.Number || o.Kind != officer.Company {
		t.Errorf("%+v", o)
	}
	// a desk sees its own organisation only, whichever it asks for
	if _, err := h.organisations.Organisation(h.manager, h.Authority.ID); !errors.Is(err, officer.NotFound) {
		t.Errorf("a desk read another organisation: %v", err)
	}
	page, err := h.organisations.List(h.manager, "", officer.Cursor{})
	if err != nil || len(page.Organisations) != 1 {
		t.Errorf("a desk lists %d organisations, %v", len(page.Organisations), err)
	}
}

func TestListOfOrganisations(t *testing.T) {
	h := newStaffed(t)
	operator := h.TSP.As(officer.RoleOperator)
	h.Exec(t, `insert into organisations (id, number, kind, name, created_at)
		select 'org_' || translate(lpad(n::text, 16, '0'), '01', 'yz'), 3000 + n, 'company', 'Werk ' || n || ' Śląsk', now() from generate_series(2, 61) as n`)
	var numbers []int
	after := officer.Cursor{}
	for range 10 {
		page, err := h.organisations.List(operator, "", after)
		ok(t, err)
		for _, o := range page.Organisations {
			numbers = append(numbers, o.Number)
		}
		if after = page.Next; after.IsZero() {
			break
		}
	}
	if len(numbers) != 63 || !slices.IsSorted(numbers) {
		t.Errorf("%d organisations, %v", len(numbers), numbers)
	}
	for query, want := range map[string]int{"306": 2, "werk 1": 10, "ŚLĄSK": 60, "lask": 0, "100": 3, "%": 0, "beispiel": 1} {
		page, err := h.organisations.List(operator, query, officer.Cursor{})
		if got := len(page.Organisations); err != nil || got != min(want, officer.PageSize) {
			t.Errorf("%q finds %d, want %d, %v", query, got, want, err)
		}
	}
}

func TestSettings(t *testing.T) {
	h := newStaffed(t)
	settings := officer.Settings{SecondCheck: true, PurchaseOrderRequired: true, DocumentTypes: []officer.DocumentType{officer.Passport}, EmailDomains: []string{"neu.example"}}
	for _, c := range []struct {
		name    string
		ctx     context.Context
		version int
		change  func(*officer.Settings)
		want    error
	}{
		{"nobody", context.Background(), 1, nil, officer.Unauthenticated},
		{"a checker", h.Company.As(officer.RoleChecker), 1, nil, officer.Forbidden},
		{"an operator", h.TSP.As(officer.RoleOperator), 1, nil, officer.Forbidden},
		{"stale", h.manager, 0, nil, officer.Stale},
		{"no document", h.manager, 1, func(s *officer.Settings) { s.DocumentTypes = nil }, officer.Invalid},
		{"the right one", h.manager, 1, nil, nil},
		{"twice", h.manager, 1, nil, officer.Stale},
	} {
		s := settings
		if c.change != nil {
			c.change(&s)
		}
		if err := h.organisations.Decide(c.ctx, c.version, s); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	o, err := h.organisations.Own(h.manager)
	if err != nil || !o.SecondCheck || !o.PurchaseOrderRequired || o.Accepts(officer.IdentityCard) || o.EmailDomains[0] != "neu.example" {
		t.Errorf("%+v, %v", o, err)
	}
	if other, err := h.organisations.Own(h.Authority.As(officer.RoleRAManager)); err != nil || other.SecondCheck {
		t.Errorf("another organisation's settings changed: %+v, %v", other, err)
	}
}

func TestDoorOfBranches(t *testing.T) {
	h := newStaffed(t)
	site := officer.Branch{Name: "Nord", Address: officer.Address{Street: "Kai 1", PostalCode: "24937", Locality: "Flensburg", Country: "DE"}}
	id, err := h.organisations.AddBranch(h.manager, site)
	ok(t, err)
	foreign := h.Authority.As(officer.RoleRAManager)
	head, next := h.Company.Branch, func(ctx context.Context, c desk.Closing) error { return h.organisations.CloseBranch(ctx, c) }
	saved := site
	saved.ID, saved.Version, saved.Name = id, 1, "Nordwest"
	for _, c := range []struct {
		name string
		act  func() error
		want error
	}{
		{"add, nobody", func() error { _, err := h.organisations.AddBranch(context.Background(), site); return err }, officer.Unauthenticated},
		{"add, an officer", func() error {
			_, err := h.organisations.AddBranch(h.Company.As(officer.RoleOfficer), site)
			return err
		}, officer.Forbidden},
		{"add twice", func() error { _, err := h.organisations.AddBranch(h.manager, site); return err }, officer.Conflict},
		{"add, another organisation's", func() error { _, err := h.organisations.AddBranch(foreign, site); return err }, nil},
		{"save, another organisation's", func() error { return h.organisations.SaveBranch(foreign, saved) }, officer.NotFound},
		{"save", func() error { return h.organisations.SaveBranch(h.manager, saved) }, nil},
		{"save, stale", func() error { return h.organisations.SaveBranch(h.manager, saved) }, officer.Stale},
		{"close, another organisation's", func() error { return next(foreign, desk.Closing{Branch: id, Version: 2}) }, officer.NotFound},
		{"close, stale", func() error { return next(h.manager, desk.Closing{Branch: id, Version: 1}) }, officer.Stale},
		{"close over people", func() error { return next(h.manager, desk.Closing{Branch: head, Version: 1}) }, officer.Invalid},
		{"close towards another organisation's", func() error { return next(h.manager, desk.Closing{Branch: head, Version: 1, To: h.Authority.Branch}) }, officer.NotFound},
		{"close towards itself", func() error { return next(h.manager, desk.Closing{Branch: head, Version: 1, To: head}) }, officer.Conflict},
		{"close", func() error { return next(h.manager, desk.Closing{Branch: head, Version: 1, To: id}) }, nil},
		{"close twice", func() error { return next(h.manager, desk.Closing{Branch: head, Version: 2, To: id}) }, officer.Conflict},
		{"towards a closed one", func() error { return next(h.manager, desk.Closing{Branch: id, Version: 2, To: head}) }, officer.Conflict},
		{"reopen", func() error { return h.organisations.ReopenBranch(h.manager, head, 2) }, nil},
		{"close to nowhere", func() error { return next(h.manager, desk.Closing{Branch: id, Version: 2, ToNobody: true}) }, nil},
	} {
		if err := c.act(); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	list, err := h.organisations.Branches(h.manager)
	if err != nil || len(list) != 2 || list[0].ID != head || list[0].People != 0 || list[1].Name != "Nordwest" || list[1].ClosedAt == nil {
		t.Errorf("%+v, %v", list, err)
	}
	if n := dbtest.Get[int](t, h.Database, `select count(*) from members where organisation_id = $1 and branch_id is null`, h.Company.ID); n != 10 {
		t.Errorf("%d people are assigned nowhere", n)
	}
}

// What is barred the shops stop offering, and nobody puts it back; the rest stays.
func TestTermsOfAnOrganisation(t *testing.T) {
	h := newStaffed(t)
	operator := h.TSP.As(officer.RoleOperator)
	offered := func() int {
		return dbtest.Get[int](t, h.Database, `select count(*) from shop_products where organisation_id = $1 and 'officerident' = any (procedures)`, h.Company.ID)
	}
	if offered() == 0 {
		t.Fatal("the sample's shop offers nothing by its own desk")
	}
	version := dbtest.Get[int](t, h.Database, `select version from organisations where id = $1`, h.Company.ID)
	terms := officer.Terms{ContractFrom: h.today, BarredProcedures: []officer.Procedure{officer.OfficerIdent, officer.BehoerdenIdent}, ApprovalFourEyes: true}
	for name, c := range map[string]struct {
		ctx     context.Context
		id      officer.OrganisationID
		version int
		want    error
	}{
		"nobody":       {context.Background(), h.Company.ID, version, officer.Unauthenticated},
		"a manager":    {h.manager, h.Company.ID, version, officer.Forbidden},
		"a clerk":      {h.TSP.As(officer.RoleClerk), h.Company.ID, version, officer.Forbidden},
		"none":         {operator, officer.NewID[officer.OrganisationID](), version, officer.NotFound},
		"stale":        {operator, h.Company.ID, version - 1, officer.Stale},
		"the provider": {operator, h.TSP.ID, version, officer.Conflict},
	} {
		if err := h.organisations.Agree(c.ctx, c.id, c.version, terms); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	if err := h.organisations.Agree(operator, h.Company.ID, version, terms); err != nil {
		t.Fatal(err)
	}
	f, err := h.organisations.Organisation(operator, h.Company.ID)
	if err != nil || !f.ApprovalFourEyes || f.ContractFrom != h.today || !slices.Equal(f.BarredProcedures, []officer.Procedure{officer.OfficerIdent}) || offered() != 0 {
		t.Errorf("%+v, %v; still offered %d times", f.Terms, err, offered())
	}
	shop := officer.Shop{ID: h.Company.Shop, Version: dbtest.Get[int](t, h.Database, `select version from shops where id = $1`, h.Company.Shop),
		Offers: []officer.Offer{{Product: h.Signature.ID, Procedures: []officer.Procedure{officer.OfficerIdent}}}}
	err = (&desk.Shops{Counter: h.organisations.Counter}).Save(h.Company.As(officer.RoleShopAdmin), officer.ShopOffers, shop)
	if !errors.Is(err, officer.Conflict) {
		t.Errorf("offered again: %v", err)
	}
}
