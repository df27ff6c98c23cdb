package officer

import "time"

// A Member is an account that belongs to an organisation, as the organisation
// knows it. Roles are those held at present.
type Member struct {
	Organisation OrganisationID
	Account      AccountID
	Name         string
	Email        string
	Branch       BranchID // where they work; empty for nowhere in particular
	JoinedAt     time.Time
	LeftAt       time.Time // zero while they belong to it
	Roles        []Role
}

// An Invitee is somebody who is asked to work for an organisation: by name and
// the address that the question goes to.
type Invitee struct {
	Name   string
	Email  Email
	Branch BranchID
}

// nameLimit is the length of a person's whole name, in letters.
const nameLimit = 200

// ReadInvitee reads an invitee as typed, and notes what is wrong under the fields
// name and email.
func ReadInvitee(name, email string, branch BranchID) (Invitee, error) {
	var p Problems
	v := Invitee{Branch: branch}
	var err error
	v.Name, err = CleanName(name, nameLimit)
	p.AddErr("name", err)
	v.Email, err = ParseEmail(email)
	p.AddErr("email", err)
	if err := v.Check(); len(p) == 0 {
		return v, err
	}
	return v, p.Err()
}

// Check gives what is wrong with an invitee: roles are held by persons, so an
// address that several people read is refused.
func (v Invitee) Check() error {
	var p Problems
	p.required([2]string{"name", v.Name}, [2]string{"email", string(v.Email)})
	if v.Email != "" {
		p.AddErr("email", v.Email.CheckPersonal())
	}
	return p.Err()
}

// sameMailbox refuses an answer by another account than the one that was asked.
func sameMailbox(asked, answering string) error {
	if Email(asked).AccountKey() != Email(answering).AccountKey() {
		return Fail(Forbidden, "invitation.other_account")
	}
	return nil
}

// What the desk calls urgent about a person, the most urgent first. The list of
// people has this order.
const (
	UrgentOverdue    = 1 + iota // an officer whose training has lapsed
	UrgentActivation            // everything is there but the activation
	UrgentEvidence              // background check or training is missing
	UrgentRenewal               // the training lapses soon
	UrgentAnswer                // the person has not answered yet
	UrgentSuspended             // out for a while
	UrgentNothing
)

// Urgency tells what is urgent about an appointment on a day. The list of people
// is sorted by the same rule in SQL; a test compares the two.
func (a Appointment) Urgency(on Date) int {
	switch {
	case a.ID == "" || a.Status == AppointmentLeft:
		return UrgentNothing
	case a.Status == AppointmentNominated:
		return UrgentAnswer
	case a.Status == AppointmentSuspended:
		return UrgentSuspended
	case a.TrainingOverdue(on):
		return UrgentOverdue
	case a.TrainedOn.IsZero() || a.BackgroundCheckedOn.IsZero():
		return UrgentEvidence
	case a.Status == AppointmentAccepted:
		return UrgentActivation
	case a.TrainingDue(on):
		return UrgentRenewal
	}
	return UrgentNothing
}

// A Colleague is a row in the list of people: a member, or somebody who was
// asked and has not answered. Key is the id of what the row leads to.
type Colleague struct {
	Key         string
	Urgency     int
	Member      Member
	BranchName  string
	Appointment Appointment // the running one; zero for none. Only what the list shows
	Invitation  Invitation  // an open one; zero for none
}

// A PeopleFilter says who is listed: those whose name has a word that begins so.
type PeopleFilter struct {
	Name  string
	Left  bool // those who left
	After Cursor
}

// A PeoplePage is a page of the list.
type PeoplePage struct {
	People         []Colleague
	Previous, Next Cursor
}
