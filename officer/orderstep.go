package officer

import "slices"

// A Step is one page of the form that an applicant fills in. The groups of the
// form are steps of their own name; the name is the last part of the address.
type Step string

// The steps that are no group of the form.
const (
	StepDocument  Step = "document"
	StepProcedure Step = "procedure"
	StepConsents  Step = "consents"
	StepQuantity  Step = "quantity"
	StepReview    Step = "review" // check the answers and submit
)

// OrderSteps lists every step in the order in which they are asked. How many
// cards is the last question.
var OrderSteps = []Step{Step(GroupPerson), StepDocument, Step(GroupContact), Step(GroupCertificate), Step(GroupOrganisation), Step(GroupSignatory),
	Step(GroupRevokers), Step(GroupDelivery), Step(GroupSecrets), Step(GroupPayment), StepProcedure, StepConsents, StepQuantity, StepReview}

// ParseStep reads a step from an address; any other is NotFound.
func ParseStep(name string) (Step, error) {
	if !slices.Contains(OrderSteps, Step(name)) {
		return "", Fail(NotFound, "page.not_found")
	}
	return Step(name), nil
}

// Group gives the group of the form that a step asks; false for one that asks none.
func (s Step) Group() (Group, bool) {
	_, is := groupRules[Group(s)]
	return Group(s), is
}

// Asks reports whether the draft needs a step at all.
func (d Draft) Asks(s Step) bool {
	if g, is := s.Group(); is {
		return d.Application.Form.Asks(g, d.Setting.Product)
	}
	return s != StepQuantity || d.Setting.Product.AllowsQuantity
}

// Steps lists the steps that the draft needs, in order.
func (d Draft) Steps() []Step {
	return slices.DeleteFunc(slices.Clone(OrderSteps), func(s Step) bool { return !d.Asks(s) })
}

// Place gives which of the steps a step is, counted from 1, and how many there are.
func (d Draft) Place(s Step) (n, of int) {
	steps := d.Steps()
	return slices.Index(steps, s) + 1, len(steps)
}

// After gives the step that follows; the last is followed by itself.
func (d Draft) After(s Step) Step { return d.beside(s, 1) }

// Before gives the step before; "" for the first.
func (d Draft) Before(s Step) Step {
	if d.Steps()[0] == s {
		return ""
	}
	return d.beside(s, -1)
}

func (d Draft) beside(s Step, way int) Step {
	steps := d.Steps()
	at := slices.Index(steps, s) + way
	return steps[min(max(at, 0), len(steps)-1)]
}

// Resume gives the step to go on with: the first of a form that nobody wrote in
// yet, though much may be known already; else the first in which something is
// missing, else the check of the answers.
func (d Draft) Resume() Step {
	if d.Application.Version <= 1 {
		return d.Steps()[0]
	}
	for _, s := range d.Steps() {
		if len(d.Problems(s)) > 0 {
			return s
		}
	}
	return StepReview
}

// Missing gives everything wrong or missing. Fields are named STEP.FIELD.
func (d Draft) Missing() Problems {
	var all Problems
	for _, s := range d.Steps() {
		all = append(all, d.Problems(s).Under(string(s))...)
	}
	return all
}

// State tells how far a step is.
func (d Draft) State(s Step) PartState {
	switch {
	case len(d.Problems(s)) == 0:
		return PartComplete
	case d.untouched(s):
		return PartNotStarted
	}
	return PartInProgress
}

func (d Draft) untouched(s Step) bool {
	a := d.Application
	switch s {
	case StepDocument:
		return a.Stated == Document{}
	case StepProcedure:
		return a.Procedure == ""
	case StepConsents:
		return len(a.Form.Consents) == 0
	case Step(GroupPerson): // comes with a name
		return a.Form.Person.BirthDate.IsZero() && a.Form.Person.Address.Empty()
	case Step(GroupContact): // comes with the account's address
		return a.Form.Contact.Mobile == ""
	}
	g, is := s.Group()
	return is && a.Form.Untouched(g)
}

// Problems gives what is wrong or missing in a step; nothing when it is not asked.
// Fields are named as on the step's page, and the words speak to the applicant.
func (d Draft) Problems(s Step) Problems {
	if !d.Asks(s) {
		return nil
	}
	return ownWords(d.problems(s))
}

// theirs are the keys of rules whose words speak to an officer about somebody,
// with those that speak to the person.
var theirs = map[string]string{
	"document.expired": "stated.expired", "document.expires_soon": "stated.expires_soon", "document.expiry_missing": "stated.expiry_missing",
	"secrets.revocation_password_missing": "stated.revocation_password_missing", "signatory.seal_self_only": "stated.seal_self_only",
}

func ownWords(p Problems) Problems {
	for i, x := range p {
		if key, other := theirs[x.Key]; other {
			p[i].Key = key
		}
	}
	return p
}

func (d Draft) problems(s Step) Problems {
	f := d.Application.Form
	switch s {
	case StepDocument:
		return d.Application.StatedProblems(d.Setting.Today)
	case StepProcedure:
		return d.ProcedureProblems()
	case StepConsents:
		if !f.Agreed() {
			return Problems{{Field: "consent_" + ConsentTexts[0], Key: "consent.needed"}}
		}
	case StepQuantity:
		return quantityProblems(d.Application.Quantity, d.Setting.Product)
	case Step(GroupPerson):
		p := f.PersonProblems(d.Setting)
		for _, other := range AnotherPerson(d.Account, d.Earlier, f.Person) {
			if !p.Has(other.Field) {
				p = append(p, other)
			}
		}
		return p
	}
	g, is := s.Group()
	if !is {
		return nil
	}
	return f.Problems(g, d.Setting)
}
