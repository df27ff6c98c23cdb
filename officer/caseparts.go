package officer

// A PartState says how far one part of a case is.
type PartState string

// The states of a part.
const (
	PartNotStarted PartState = "not_started"
	PartInProgress PartState = "in_progress"
	PartComplete   PartState = "complete"
	PartNotNeeded  PartState = "not_needed"
	PartFault      PartState = "fault"   // blocks the case until it is mended
	PartWaiting    PartState = "waiting" // for somebody else
)

// The parts of a case besides the groups of the form.
const (
	PartConsents = "consents"
	PartDocument = "document"
	PartChecks   = "checks"
	PartSign     = "sign"
	PartCheck    = "check"
	PartSubmit   = "submit"
)

// The sections of a case's task list.
const (
	SectionIdentification = "identification"
	SectionApplication    = "application"
	SectionConclusion     = "conclusion"
)

// A Part is one line of a case's task list. Key is the last part of its page's
// address.
type Part struct {
	Key     string
	Section string
	State   PartState
	Why     *Problem // what is wrong, where the state does not say it
}

// Settled reports whether nothing is left for the officer to do in the part.
func (p Part) Settled() bool {
	return p.State == PartComplete || p.State == PartNotNeeded || p.State == PartWaiting
}

// CaseParts gives every part of a case with its state, in the order in which
// they are best done. An act of identification that has not begun is zero.
func CaseParts(a Application, i Identification, s Setting) []Part {
	parts := []Part{
		{Key: PartConsents, Section: SectionIdentification, State: consentsState(a)},
		documentPart(a, i, s),
		checksPart(i),
	}
	for _, g := range Groups {
		parts = append(parts, groupPart(a, g, s))
	}
	sign := signPart(a, i)
	return append(parts, sign, checkPart(a, i, s), submitPart(a))
}

// NextPart gives the part to go on with; false when nothing is left to do here.
func NextPart(parts []Part) (Part, bool) {
	for _, p := range parts {
		if !p.Settled() {
			return p, true
		}
	}
	return Part{}, false
}

func consentsState(a Application) PartState {
	switch {
	case a.Form.Agreed():
		return PartComplete
	case len(a.Form.Consents) > 0:
		return PartInProgress
	}
	return PartNotStarted
}

func documentPart(a Application, i Identification, s Setting) Part {
	part := Part{Key: PartDocument, Section: SectionIdentification, State: PartNotStarted}
	if i.Document.Type == "" && len(i.NumberSealed) == 0 {
		return part
	}
	part.State = PartComplete
	for _, p := range i.DocumentProblems(a.Form.Person, s) {
		if part.State = PartInProgress; p.Key == "document.expired" || p.Key == "document.expires_soon" || p.Key == "document.person_changed" {
			part.State, part.Why = PartFault, &p
			return part
		}
	}
	return part
}

func checksPart(i Identification) Part {
	part := Part{Key: PartChecks, Section: SectionIdentification, State: PartNotStarted}
	c := i.Capture
	if c.OriginalSeen == "" && len(c.Features) == 0 && len(c.Face) == 0 {
		return part
	}
	part.State = PartInProgress
	if faults := c.Faults(i.Document.Type); len(faults) > 0 {
		part.State, part.Why = PartFault, &faults[0]
	} else if i.Document.Type != "" && len(c.CheckProblems(i.Document.Type, i.DrawnFeatures)) == 0 {
		part.State = PartComplete
	}
	return part
}

func groupPart(a Application, g Group, s Setting) Part {
	part := Part{Key: string(g), Section: SectionApplication, State: PartComplete}
	switch {
	case !a.Form.Asks(g, s.Product):
		part.State = PartNotNeeded
	case len(a.Form.Problems(g, s)) > 0 && a.Form.Untouched(g):
		part.State = PartNotStarted
	case len(a.Form.Problems(g, s)) > 0:
		part.State = PartInProgress
	case g == GroupSecrets && a.Form.Secrets.RevocationPassword == "link" && a.RevocationPasswordHash == "":
		part.State = PartWaiting
	}
	return part
}

func signPart(a Application, i Identification) Part {
	part := Part{Key: PartSign, Section: SectionConclusion, State: PartNotStarted}
	switch {
	case i.Signed() && a.Signed():
		part.State = PartComplete
	case i.Status == IdentificationSentBack:
		part.State, part.Why = PartFault, &Problem{Field: PartSign, Key: "part.sent_back", Args: Args{"name": i.CheckedName, "note": i.CheckNote}}
	case i.Status == IdentificationUndone:
		part.State, part.Why = PartFault, &Problem{Field: PartSign, Key: "part.undone"}
	}
	return part
}

func checkPart(a Application, i Identification, s Setting) Part {
	part := Part{Key: PartCheck, Section: SectionConclusion, State: PartNotStarted}
	switch {
	case i.Status == IdentificationChecked:
		part.State = PartComplete
	case a.Status == ApplicationCheckDue:
		part.State = PartWaiting
	case !s.Organisation.SecondCheck:
		part.State = PartNotNeeded
	}
	return part
}

func submitPart(a Application) Part {
	part := Part{Key: PartSubmit, Section: SectionConclusion, State: PartNotStarted}
	if a.Status == ApplicationTransmitted {
		part.State = PartComplete
	}
	return part
}
