package officer

import (
	"errors"
	"slices"
	"testing"
	"time"
)

var (
	appointedAt = time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	appointedOn = Today(appointedAt)
	manager     = Actor{Account: "acc_manager", Organisation: "org_a", Email: "manager@a.example"}
	nominee     = Actor{Account: "acc_nominee", Organisation: "org_a", Email: "nominee@a.example"}
)

// at gives an appointment that has come to a status the proper way.
func at(t *testing.T, status AppointmentStatus) Appointment {
	t.Helper()
	a, err := Nominate(Invitee{Name: "Nomi Nee", Email: Email(nominee.Email)}, manager, appointedAt)
	steps := []struct {
		to AppointmentStatus
		do func() error
	}{
		{AppointmentNominated, func() error { return nil }},
		{AppointmentAccepted, func() error { return a.Accept(nominee, appointedAt) }},
		{AppointmentActive, func() error {
			return errors.Join(a.RecordBackgroundCheck(appointedOn, "Führungszeugnis", manager, appointedOn),
				a.RecordTraining(appointedOn, manager, appointedOn), a.Activate(manager, appointedAt))
		}},
		{AppointmentSuspended, func() error { return a.Suspend("Verdacht", manager, appointedAt) }},
		{AppointmentLeft, func() error { return a.End("Wechsel", manager, appointedAt) }},
	}
	for _, s := range steps {
		if err = errors.Join(err, s.do()); err != nil {
			t.Fatal(err)
		}
		if s.to == status {
			return a
		}
	}
	t.Fatalf("no way to %s", status)
	return a
}

// Each act at each status: what it leads to, or how it is refused.
func TestLifeOfAnAppointment(t *testing.T) {
	acts := map[string]func(*Appointment) error{
		"accept":     func(a *Appointment) error { return a.Accept(nominee, appointedAt) },
		"decline":    func(a *Appointment) error { return a.Decline(appointedAt) },
		"background": func(a *Appointment) error { return a.RecordBackgroundCheck(appointedOn, "x", manager, appointedOn) },
		"training":   func(a *Appointment) error { return a.RecordTraining(appointedOn, manager, appointedOn) },
		"activate":   func(a *Appointment) error { return a.Activate(manager, appointedAt) },
		"suspend":    func(a *Appointment) error { return a.Suspend("x", manager, appointedAt) },
		"lift":       func(a *Appointment) error { return a.Lift(manager) },
		"end":        func(a *Appointment) error { return a.End("x", manager, appointedAt) },
	}
	may := map[AppointmentStatus]map[string]AppointmentStatus{
		AppointmentNominated: {"accept": AppointmentAccepted, "decline": AppointmentLeft, "end": AppointmentLeft},
		AppointmentAccepted:  {"background": AppointmentAccepted, "training": AppointmentAccepted, "end": AppointmentLeft},
		AppointmentActive:    {"background": AppointmentActive, "training": AppointmentActive, "suspend": AppointmentSuspended, "end": AppointmentLeft},
		AppointmentSuspended: {"background": AppointmentSuspended, "training": AppointmentSuspended, "lift": AppointmentActive, "end": AppointmentLeft},
		AppointmentLeft:      {},
	}
	for _, status := range AppointmentStatuses {
		for name, act := range acts {
			a := at(t, status)
			err := act(&a)
			want, allowed := may[status][name]
			switch {
			case allowed && (err != nil || a.Status != want):
				t.Errorf("%s when %s: %v, %s, want %s", name, status, err, a.Status, want)
			case !allowed && (!errors.Is(err, Conflict) || a.Status != status):
				t.Errorf("%s when %s: %v, %s, want a conflict", name, status, err, a.Status)
			}
		}
	}
}

func TestActivationNeedsEverything(t *testing.T) {
	for name, c := range map[string]struct {
		prepare func(*Appointment)
		by      Actor
		want    error
	}{
		"all there":          {func(*Appointment) {}, manager, nil},
		"no check":           {func(a *Appointment) { a.BackgroundCheckedOn = Date{} }, manager, Conflict},
		"no training":        {func(a *Appointment) { a.TrainedOn = Date{} }, manager, Conflict},
		"training long past": {func(a *Appointment) { a.TrainingUntil = appointedOn.AddDays(-1) }, manager, Conflict},
		"by oneself":         {func(*Appointment) {}, nominee, Forbidden},
	} {
		a := at(t, AppointmentAccepted)
		if err := errors.Join(a.RecordBackgroundCheck(appointedOn, "x", manager, appointedOn), a.RecordTraining(appointedOn, manager, appointedOn)); err != nil {
			t.Fatal(err)
		}
		c.prepare(&a)
		if err := a.Activate(c.by, appointedAt); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

func TestNobodyVouchesForThemselves(t *testing.T) {
	for name, act := range map[string]func(*Appointment) error{
		"background": func(a *Appointment) error { return a.RecordBackgroundCheck(appointedOn, "x", nominee, appointedOn) },
		"training":   func(a *Appointment) error { return a.RecordTraining(appointedOn, nominee, appointedOn) },
		"activate":   func(a *Appointment) error { return a.Activate(nominee, appointedAt) },
		"lift":       func(a *Appointment) error { return a.Lift(nominee) },
	} {
		for _, status := range []AppointmentStatus{AppointmentAccepted, AppointmentActive, AppointmentSuspended, AppointmentLeft} {
			a := at(t, status)
			if err := act(&a); !errors.Is(err, Forbidden) {
				t.Errorf("%s of one's own when %s: %v", name, status, err)
			}
		}
	}
}

func TestOnlyWhoWasAskedAnswers(t *testing.T) {
	a := at(t, AppointmentNominated)
	if err := a.Accept(manager, appointedAt); !errors.Is(err, Forbidden) || a.Account != "" || a.Status != AppointmentNominated {
		t.Errorf("somebody else accepted: %v, %+v", err, a)
	}
}

func TestEvidenceHasADayThatHasBeen(t *testing.T) {
	for name, c := range map[string]struct {
		act   func(*Appointment) error
		field string
		key   string
	}{
		"check without day": {func(a *Appointment) error { return a.RecordBackgroundCheck(Date{}, "x", manager, appointedOn) }, "background_checked_on", "form.missing"},
		"check tomorrow": {func(a *Appointment) error {
			return a.RecordBackgroundCheck(appointedOn.AddDays(1), "x", manager, appointedOn)
		}, "background_checked_on", "date.in_future"},
		"check without a note": {func(a *Appointment) error { return a.RecordBackgroundCheck(appointedOn, " \n ", manager, appointedOn) }, "background_note", "form.missing"},
		"training tomorrow":    {func(a *Appointment) error { return a.RecordTraining(appointedOn.AddDays(1), manager, appointedOn) }, "trained_on", "date.in_future"},
		"training long ago":    {func(a *Appointment) error { return a.RecordTraining(appointedOn.AddMonths(-13), manager, appointedOn) }, "trained_on", "appointment.training_lapsed_already"},
	} {
		a := at(t, AppointmentAccepted)
		var e *Error
		if err := c.act(&a); !errors.As(err, &e) || e.Kind != Invalid || len(e.Fields) != 1 || e.Fields[0].Field != c.field || e.Fields[0].Key != c.key {
			t.Errorf("%s: %v", name, err)
		}
		if !a.BackgroundCheckedOn.IsZero() || !a.TrainedOn.IsZero() {
			t.Errorf("%s: something was recorded", name)
		}
	}
}

func TestMissingAndUrgent(t *testing.T) {
	for name, c := range map[string]struct {
		status  AppointmentStatus
		change  func(*Appointment)
		missing []string
		urgency int
		may     bool
	}{
		"nominated": {AppointmentNominated, nil, []string{MissingAcceptance, MissingBackgroundCheck, MissingTraining, MissingActivation}, UrgentAnswer, false},
		"accepted":  {AppointmentAccepted, nil, []string{MissingBackgroundCheck, MissingTraining, MissingActivation}, UrgentEvidence, false},
		"checked":   {AppointmentAccepted, func(a *Appointment) { a.BackgroundCheckedOn = appointedOn }, []string{MissingTraining, MissingActivation}, UrgentEvidence, false},
		"ready": {AppointmentAccepted, func(a *Appointment) {
			a.BackgroundCheckedOn, a.TrainedOn, a.TrainingUntil = appointedOn, appointedOn, appointedOn.AddMonths(12)
		}, []string{MissingActivation}, UrgentActivation, false},
		"active":             {AppointmentActive, nil, nil, UrgentNothing, true},
		"last day":           {AppointmentActive, func(a *Appointment) { a.TrainingUntil = appointedOn }, nil, UrgentRenewal, true},
		"due in a month":     {AppointmentActive, func(a *Appointment) { a.TrainingUntil = appointedOn.AddDays(30) }, nil, UrgentRenewal, true},
		"due later":          {AppointmentActive, func(a *Appointment) { a.TrainingUntil = appointedOn.AddDays(31) }, nil, UrgentNothing, true},
		"overdue":            {AppointmentActive, func(a *Appointment) { a.TrainingUntil = appointedOn.AddDays(-1) }, []string{MissingRenewal}, UrgentOverdue, false},
		"suspended":          {AppointmentSuspended, nil, []string{MissingLifting}, UrgentSuspended, false},
		"suspended, overdue": {AppointmentSuspended, func(a *Appointment) { a.TrainingUntil = appointedOn.AddDays(-1) }, []string{MissingRenewal, MissingLifting}, UrgentSuspended, false},
		"left":               {AppointmentLeft, nil, nil, UrgentNothing, false},
	} {
		a := at(t, c.status)
		if c.change != nil {
			c.change(&a)
		}
		if got := a.Missing(appointedOn); !slices.Equal(got, c.missing) {
			t.Errorf("%s: missing %v, want %v", name, got, c.missing)
		}
		if got := a.Urgency(appointedOn); got != c.urgency {
			t.Errorf("%s: urgency %d, want %d", name, got, c.urgency)
		}
		if got := a.MayIdentify(appointedOn); got != c.may {
			t.Errorf("%s: may identify: %v", name, got)
		}
	}
	if missing := (Appointment{}).Missing(appointedOn); missing != nil {
		t.Errorf("of somebody who is no officer %v is missing", missing)
	}
}

func TestReadInvitee(t *testing.T) {
	for name, c := range map[string]struct {
		name, email string
		want        []Problem
	}{
		"well":       {"Łucja Đặng", " Lucja@A.Example ", nil},
		"nothing":    {"", "", []Problem{{Field: "name", Key: "form.missing"}, {Field: "email", Key: "form.missing"}}},
		"an office":  {"Poststelle", "poststelle@a.example", []Problem{{Field: "email", Key: "email.role"}}},
		"no address": {"Łucja", "lucja", []Problem{{Field: "email", Key: "email.form"}}},
		"no name":    {"=1+1", "lucja@a.example", nil},
	} {
		v, err := ReadInvitee(c.name, c.email, "")
		var e *Error
		errors.As(err, &e)
		switch {
		case name == "no name":
			if e == nil || e.Fields[0].Field != "name" {
				t.Errorf("%s: %v", name, err)
			}
		case len(c.want) == 0:
			if err != nil || v.Email != "lucja@a.example" {
				t.Errorf("%s: %+v, %v", name, v, err)
			}
		case e == nil || !slices.EqualFunc(e.Fields, c.want, func(a, b Problem) bool { return a.Field == b.Field && a.Key == b.Key }):
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestLifeOfAnInvitation(t *testing.T) {
	ends := map[InvitationStatus]func(*Invitation) error{
		InvitationAccepted:  func(n *Invitation) error { return n.Accept(nominee, appointedAt) },
		InvitationDeclined:  func(n *Invitation) error { return n.Decline(appointedAt) },
		InvitationWithdrawn: func(n *Invitation) error { return n.Withdraw(appointedAt) },
	}
	for to, end := range ends {
		n, err := Invite(Invitee{Name: "Nomi", Email: Email(nominee.Email)}, RoleChecker, manager, appointedAt)
		if err := errors.Join(err, end(&n)); err != nil || n.Status != to {
			t.Errorf("%s: %v, %s", to, err, n.Status)
		}
		for again, end := range ends {
			if err := end(&n); !errors.Is(err, Conflict) || n.Status != to {
				t.Errorf("%s after %s: %v", again, to, err)
			}
		}
	}
	n, _ := Invite(Invitee{Name: "Nomi", Email: Email(nominee.Email)}, RoleChecker, manager, appointedAt)
	if err := n.Accept(manager, appointedAt); !errors.Is(err, Forbidden) || n.Status != InvitationOpen {
		t.Errorf("somebody else accepted: %v", err)
	}
}

func TestCheckGrant(t *testing.T) {
	for _, c := range []struct {
		role Role
		kind OrganisationKind
		to   AccountID
		want error
	}{
		{RoleChecker, Company, "acc_x", nil},
		{RoleAuditor, Authority, "acc_x", nil},
		{RoleRAManager, Company, "acc_x", nil},
		{RoleOfficer, Company, "acc_x", Invalid}, // comes with the appointment
		{RoleClerk, Company, "acc_x", Invalid},
		{RoleApplicant, Company, "acc_x", Invalid},
		{"king", Company, "acc_x", Invalid},
		{RoleClerk, TSP, "acc_x", nil},
		{RoleRAManager, TSP, "acc_x", Invalid},
		{RoleChecker, Company, manager.Account, Forbidden},
	} {
		if err := CheckGrant(c.role, c.kind, c.to, manager); !errors.Is(err, c.want) {
			t.Errorf("%s in a %s to %s: %v, want %v", c.role, c.kind, c.to, err, c.want)
		}
	}
}

func TestNothingIsMissingOfWhoWasNeverAppointed(t *testing.T) {
	if missing := (Appointment{}).Missing(appointedOn); missing != nil {
		t.Errorf("%v", missing)
	}
}
