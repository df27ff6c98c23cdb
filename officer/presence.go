package officer

import "slices"

// A Workplace is an organisation where a person holds roles at this moment.
type Workplace struct {
	Membership
	Person string // the name under which the organisation knows the person, which stands in what they sign there
	Roles  []Role
}

// A Presence is what a session's token stands for at this very moment: whose it
// is, where this person may work, and the appointment at the session's place.
// It is read anew for every request, so that what ended is out at once.
type Presence struct {
	Session     Session
	Account     Account
	Workplaces  []Workplace // by name
	Appointment Appointment // at the session's organisation; zero for none
}

// SecondFactorDemanded reports whether this person has to sign in with a second
// factor: they hold a role somewhere, or they wished it themselves.
func (p Presence) SecondFactorDemanded() bool {
	return len(p.Workplaces) > 0 || p.Account.HasSecondFactor()
}

// Actor gives the person at the session's place on a day. It is Unauthenticated
// when they have nothing to do there any more.
func (p Presence) Actor(today Date) (Actor, error) {
	a := Actor{
		Account: p.Account.ID, Session: p.Session.ID, Name: p.Account.Name(), Email: p.Account.Email, Language: p.Account.Language,
		Place: Portal, SecondFactor: !p.Session.SecondFactorAt.IsZero(), SessionEnds: p.Session.IdleUntil,
		TokenDue: p.Session.TokenDue,
	}
	a.SecondFactorDue = p.SecondFactorDemanded() && !a.SecondFactor
	found := p.Session.Organisation == ""
	for _, w := range p.Workplaces {
		if w.Organisation == p.Session.Organisation {
			a.work(w)
			found = true
		} else {
			a.OtherPlaces = append(a.OtherPlaces, w.Membership)
		}
	}
	if !found {
		return Actor{}, Fail(Unauthenticated, "signin.needed")
	}
	if p.MayUsePortal() {
		a.usePortal()
	}
	a.Appointment = p.Appointment.ID
	a.MayIdentify = a.Has(RoleOfficer) && p.Appointment.MayIdentify(today)
	return a, nil
}

// MayUsePortal reports whether the person may order for themselves: everybody
// but an auditor, who must not audit records of their own.
func (p Presence) MayUsePortal() bool {
	for _, w := range p.Workplaces {
		for _, r := range w.Roles {
			if r == RoleAuditor {
				return false
			}
		}
	}
	return true
}

// Workplace gives the place of an organisation, or NotFound.
func (p Presence) Workplace(id OrganisationID) (Workplace, error) {
	for _, w := range p.Workplaces {
		if w.Organisation == id {
			return w, nil
		}
	}
	return Workplace{}, Fail(NotFound, "page.not_found")
}

// MayEnter refuses a place that is not the person's with NotFound; none is their
// own portal.
func (p Presence) MayEnter(id OrganisationID) error {
	if id == "" && p.MayUsePortal() {
		return nil
	}
	_, err := p.Workplace(id)
	return err
}

// StartingPlace is where a new session begins: where the person worked last, else
// at the first of their places, else in their own portal.
func (p Presence) StartingPlace(last OrganisationID) OrganisationID {
	if _, err := p.Workplace(last); err == nil {
		return last
	}
	if len(p.Workplaces) > 0 {
		return p.Workplaces[0].Organisation
	}
	return ""
}

// work puts the actor to work. The provider's auditor reads the provider's own
// book and records, as every auditor does those of their house.
func (a *Actor) work(w Workplace) {
	if w.Person != "" {
		a.Name = w.Person
	}
	a.Place, a.Organisation, a.OrganisationName, a.OrganisationKind, a.Roles = Desk, w.Organisation, w.Name, w.Kind, w.Roles
	if w.Kind == TSP && !slices.Contains(w.Roles, RoleAuditor) {
		a.Place = BackOffice
	}
}

// usePortal makes the actor an applicant if they are in their own portal, and
// else offers the portal as a further place.
func (a *Actor) usePortal() {
	if a.Place == Portal {
		a.Roles = []Role{RoleApplicant}
	} else {
		a.OtherPlaces = append(a.OtherPlaces, Membership{})
	}
}

// A DemoPerson is somebody whose place one can take in the demo. Organisation is
// empty for applicants; who was asked to be an officer there, or was one, has it
// without a role.
type DemoPerson struct {
	Workplace
	Account    AccountID
	GivenNames string
	FamilyName string
	Email      string
	Note       string // key of a text that says what is special; empty for nothing
}

// DemoNote gives the key of the text that says what is special about an officer
// on a day, or "".
func (a Appointment) DemoNote(today Date) string {
	const soon = 30 // days
	switch {
	case a.Status == AppointmentActive && a.TrainingOverdue(today):
		return "demo.training_lapsed"
	case a.Status == AppointmentActive && !a.MayIdentify(today.AddDays(soon)):
		return "demo.training_runs_out"
	case a.Status == AppointmentActive || a.Status == "":
		return ""
	}
	return "demo." + string(a.Status)
}
