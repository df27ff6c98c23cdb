package desk

import (
	"context"
	"slices"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Organisations are the tenants: the provider's operator admits them, and each
// looks after its own sites and settings.
type Organisations struct{ *Counter }

// List shows a page of the organisations, by number; a query narrows it to
// numbers and names that begin so.
func (s *Organisations) List(ctx context.Context, query string, after officer.Cursor) (officer.OrganisationPage, error) {
	return view(ctx, s.Counter, rbac.OrganisationRead, func(tx *postgres.Tx) (officer.OrganisationPage, error) {
		return tx.FindOrganisations(query, after)
	})
}

// An OrganisationFile is what the back office sees of an organisation: not what
// its people do, but who manages them.
type OrganisationFile struct {
	officer.Organisation
	Managers    []officer.Member
	Invitations []officer.Invitation // to manage people, not answered yet
	Events      []officer.Event
}

// Organisation shows one to the back office.
func (s *Organisations) Organisation(ctx context.Context, id officer.OrganisationID) (OrganisationFile, error) {
	return viewIn(ctx, s.Counter, rbac.OrganisationRead, within(id), func(tx *postgres.Tx) (f OrganisationFile, err error) {
		if f.Organisation, err = tx.OrganisationByID(id); err != nil {
			return f, err
		}
		manager := officer.ManagerRole(f.Kind)
		if f.Managers, err = tx.MembersWith(manager); err != nil {
			return f, err
		}
		if f.Invitations, err = tx.OpenInvitations(manager); err != nil {
			return f, err
		}
		f.Events, err = tx.EventsOf(historyShown, string(id))
		return f, err
	})
}

// NextNumber offers a number for a new organisation.
func (s *Organisations) NextNumber(ctx context.Context) (int, error) {
	return view(ctx, s.Counter, rbac.OrganisationSave, (*postgres.Tx).NextOrganisationNumber)
}

// A Candidate is an organisation that is to be admitted, and who will manage its
// people.
type Candidate struct {
	officer.Organisation
	ManagerName, ManagerEmail string
}

// check gives the organisation and the invitee as they may be kept, or everything
// that is wrong with them.
func (c Candidate) check(today officer.Date) (officer.Organisation, officer.Invitee, error) {
	o, problems := c.Organisation.Clean()
	problems = append(problems, o.CheckEvidence(today)...)
	who, err := officer.ReadInvitee(c.ManagerName, c.ManagerEmail, "")
	var manager officer.Problems
	if !manager.Join(err) {
		return o, who, err
	}
	for _, p := range manager {
		p.Field = "manager_" + p.Field
		problems = append(problems, p)
	}
	return o, who, problems.Err()
}

// Admit takes an organisation in: with a first site at its address, with a shop
// that sells what its own desk may identify for, and with a question to its
// first manager.
func (s *Organisations) Admit(ctx context.Context, c Candidate) (officer.OrganisationID, error) {
	id := officer.NewID[officer.OrganisationID]()
	return through(ctx, s.Counter, rbac.OrganisationSave, within(id), func(tx *postgres.Tx) (officer.OrganisationID, error) {
		o, manager, err := c.check(officer.Today(tx.Now))
		if err != nil {
			return "", err
		}
		o.ID, o.Status, o.CreatedAt = id, officer.OrganisationActive, tx.Now
		o.DocumentTypes = []officer.DocumentType{officer.IdentityCard, officer.Passport, officer.ResidencePermit}
		o.EmailDomains = []string{manager.Email.Domain()}
		if err := tx.AddOrganisation(o); err != nil {
			return "", err
		}
		tx.Record("organisation.admitted", string(id), "number", o.Number, "kind", o.Kind)
		if err := furnish(tx, o); err != nil {
			return "", err
		}
		_, err = s.invitation(tx, manager, officer.ManagerRole(o.Kind), o.Name)
		return id, err
	})
}

// furnish gives a new organisation its first site and its shop.
func furnish(tx *postgres.Tx, o officer.Organisation) error {
	site := officer.Branch{ID: officer.NewID[officer.BranchID](), Name: o.Address.Locality, Address: o.Address}
	if err := tx.AddBranch(site); err != nil {
		return err
	}
	products, err := tx.Products()
	if err != nil {
		return err
	}
	shop := o.FirstShop(products, tx.Now)
	tx.Record("branch.added", string(site.ID))
	tx.Record("shop.opened", string(shop.ID), "offers", len(shop.Offers))
	return tx.AddShop(shop)
}

// Save changes an organisation's own data. Kind and number stay what they are.
func (s *Organisations) Save(ctx context.Context, o officer.Organisation) error {
	return s.onOrganisation(ctx, o.ID, o.Version, func(tx *postgres.Tx, kept *officer.Organisation) error {
		o.Kind, o.Number = kept.Kind, kept.Number
		clean, problems := o.Clean()
		fields, register := clean.Changed(*kept)
		if register {
			problems = append(problems, clean.CheckEvidence(officer.Today(tx.Now))...)
		}
		if err := problems.Err(); err != nil {
			return err
		}
		kept.Name, kept.LegalForm, kept.Address, kept.VATID = clean.Name, clean.LegalForm, clean.Address, clean.VATID
		kept.RegisterCourt, kept.RegisterNumber = clean.RegisterCourt, clean.RegisterNumber
		kept.EvidenceOn, kept.EvidenceNote = clean.EvidenceOn, clean.EvidenceNote
		tx.Record("organisation.saved", string(o.ID), "fields", fields)
		return nil
	})
}

// Agree changes what the provider agreed with an organisation. What its shops may
// not offer any more they stop offering; what was ordered goes on.
func (s *Organisations) Agree(ctx context.Context, id officer.OrganisationID, version int, t officer.Terms) error {
	t, err := t.Clean()
	if err != nil {
		return err
	}
	return changeIn(ctx, s.Counter, rbac.OrganisationSave, within(id), func(tx *postgres.Tx) error {
		o, err := tx.OrganisationByID(id)
		if err != nil {
			return err
		}
		if o.Kind == officer.TSP {
			return officer.Fail(officer.Conflict, "organisation.provider_stays")
		}
		o.BarredProcedures = nil
		t.BarredProcedures = slices.DeleteFunc(t.BarredProcedures, func(by officer.Procedure) bool { return !o.Runs(by) }) // not its own anyway
		tx.Record("organisation.terms_saved", string(id), "from", t.ContractFrom, "until", t.ContractUntil, "barred", t.BarredProcedures, "four_eyes", t.ApprovalFourEyes)
		return tx.SaveTerms(id, version, t)
	})
}

// Close shuts an organisation: its people have no desk any more from their next
// request on.
func (s *Organisations) Close(ctx context.Context, id officer.OrganisationID, version int) error {
	return s.onOrganisation(ctx, id, version, func(tx *postgres.Tx, o *officer.Organisation) error {
		tx.Record("organisation.closed", string(id))
		return o.Close()
	})
}

// Reopen opens it again.
func (s *Organisations) Reopen(ctx context.Context, id officer.OrganisationID, version int) error {
	return s.onOrganisation(ctx, id, version, func(tx *postgres.Tx, o *officer.Organisation) error {
		tx.Record("organisation.reopened", string(id))
		return o.Reopen()
	})
}

// InviteManager asks a further person to manage an organisation's people, for
// when the first never answered or is gone.
func (s *Organisations) InviteManager(ctx context.Context, id officer.OrganisationID, who officer.Invitee) error {
	return changeIn(ctx, s.Counter, rbac.OrganisationSave, within(id), func(tx *postgres.Tx) error {
		o, err := tx.OrganisationByID(id)
		if err != nil {
			return err
		}
		if o.Status != officer.OrganisationActive {
			return officer.Fail(officer.Conflict, "organisation.wrong_status")
		}
		_, err = s.invitation(tx, who, officer.ManagerRole(o.Kind), o.Name)
		return err
	})
}

// onOrganisation changes an organisation as the back office saw it.
func (s *Organisations) onOrganisation(ctx context.Context, id officer.OrganisationID, version int, act func(*postgres.Tx, *officer.Organisation) error) error {
	return changeIn(ctx, s.Counter, rbac.OrganisationSave, within(id), func(tx *postgres.Tx) error {
		return keepOrganisation(tx, id, version, act)
	})
}

func keepOrganisation(tx *postgres.Tx, id officer.OrganisationID, version int, act func(*postgres.Tx, *officer.Organisation) error) error {
	o, err := tx.OrganisationByID(id)
	if err != nil {
		return err
	}
	if o.Version != version {
		return officer.Fail(officer.Stale, "form.stale")
	}
	if err := act(tx, &o); err != nil {
		return err
	}
	return tx.SaveOrganisation(o)
}

// Own shows the actor's own organisation with its settings.
func (s *Organisations) Own(ctx context.Context) (officer.Organisation, error) {
	return view(ctx, s.Counter, rbac.OrganisationRead, (*postgres.Tx).OwnOrganisation)
}

// Decide changes what the organisation decides for itself. Cases that are under
// way go on by the new settings.
func (s *Organisations) Decide(ctx context.Context, version int, settings officer.Settings) error {
	return change(ctx, s.Counter, rbac.OrganisationSettings, func(tx *postgres.Tx) error {
		return keepOrganisation(tx, tx.Organisation(), version, func(tx *postgres.Tx, o *officer.Organisation) error {
			if err := o.Decide(settings); err != nil {
				return err
			}
			tx.Record("organisation.settings_saved", string(o.ID), "second_check", o.SecondCheck, "purchase_order_required", o.PurchaseOrderRequired,
				"document_types", o.DocumentTypes, "email_domains", o.EmailDomains)
			return nil
		})
	})
}
