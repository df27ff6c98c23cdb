package officer

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// identificationMoves is the life of an identification. What was undone or sent
// back may be signed anew, by the officer who saw the person. The check
// constraint identification_status_known lists the same words.
var identificationMoves = map[IdentificationStatus][]IdentificationStatus{
	IdentificationStarted:  {IdentificationSigned, IdentificationAborted},
	IdentificationSigned:   {IdentificationChecked, IdentificationSentBack, IdentificationUndone, IdentificationAborted},
	IdentificationChecked:  {IdentificationUndone, IdentificationAborted},
	IdentificationSentBack: {IdentificationSigned, IdentificationAborted},
	IdentificationUndone:   {IdentificationSigned, IdentificationAborted},
	IdentificationAborted:  {},
}

// IdentificationStatuses lists every status of an identification's life.
func IdentificationStatuses() []IdentificationStatus {
	return slices.Sorted(maps.Keys(identificationMoves))
}

// Move takes the identification to another status, if its life allows that.
func (i *Identification) Move(to IdentificationStatus) error {
	if !slices.Contains(identificationMoves[i.Status], to) {
		return Fail(Conflict, "identification.wrong_status", "status", string(i.Status))
	}
	i.Status = to
	return nil
}

// About reports whether somebody is the person whom an application is about:
// the same account, or the same e-mail address.
func (a Application) About(by Actor) bool {
	return a.Account != "" && a.Account == by.Account ||
		by.Email != "" && strings.EqualFold(a.Form.Contact.Email, by.Email)
}

// Sign notes that the officer vouches for what was recorded. Only the officer
// who saw the person may, while the appointment holds, and never for themselves
// (EN 319 411-1 REG-6.2.2-26).
func (i *Identification) Sign(by Actor, a Application, at time.Time) error {
	switch {
	case !by.MayIdentify:
		return Fail(Forbidden, "officer.may_not_identify")
	case i.SubjectAccount == by.Account || a.About(by):
		return Fail(Forbidden, "identification.of_oneself")
	case i.Officer != by.Account:
		return Fail(Forbidden, "identification.other_officer", "name", i.OfficerName)
	}
	if err := i.Move(IdentificationSigned); err != nil {
		return err
	}
	i.CompletedAt = at
	i.CheckedBy, i.CheckedName, i.CheckedAt = "", "", time.Time{}
	return nil
}

// Approve is the second pair of eyes saying yes.
func (i *Identification) Approve(by Actor, a Application, at time.Time) error {
	if err := i.check(by, a, IdentificationChecked, at); err != nil {
		return err
	}
	i.CheckNote = ""
	return nil
}

// SendBack is the second pair of eyes saying why not; the officer reads the
// reason and signs anew.
func (i *Identification) SendBack(by Actor, a Application, why string, at time.Time) error {
	if why == "" {
		return Problems{{Field: "why", Key: "form.missing"}}.Err()
	}
	if err := i.check(by, a, IdentificationSentBack, at); err != nil {
		return err
	}
	i.CheckNote = why
	return nil
}

// check holds the rule of four eyes: the checker is neither the officer of the
// case nor the person it is about.
func (i *Identification) check(by Actor, a Application, to IdentificationStatus, at time.Time) error {
	if by.Account == i.Officer || by.Account == i.SubjectAccount || a.About(by) {
		return Fail(Forbidden, "application.four_eyes")
	}
	if err := i.Move(to); err != nil {
		return err
	}
	i.CheckedBy, i.CheckedName, i.CheckedAt = by.Account, by.Name, at
	return nil
}

// Undo takes signature and check back, since what they stood for has changed.
func (i *Identification) Undo() error {
	if err := i.Move(IdentificationUndone); err != nil {
		return err
	}
	i.CheckedBy, i.CheckedName, i.CheckedAt = "", "", time.Time{}
	return nil
}
