package officer

import (
	"slices"
	"time"
)

// A Stage is one step on the way from an application to a card in hand.
type Stage string

// The steps, in the order in which they come.
const (
	StageApply    Stage = "apply"     // fill in the application and send it off
	StageSign     Stage = "sign"      // sign the application form
	StageIdentify Stage = "identify"  // be identified, by the order's procedure
	StageHandOver Stage = "hand_over" // the organisation's desk transmits the application
	StageSend     Stage = "send"      // the papers go to the provider
	StageCheck    Stage = "check"     // the provider checks them
	StageProduce  Stage = "produce"
	StageDeliver  Stage = "deliver" // the card, and the PIN letter after it
)

// stagesOf are the steps of each procedure. At a desk and at the provider the form
// is signed before whoever identifies, so that signing is no step of its own;
// what is handed in at the provider need not be sent.
var stagesOf = map[Procedure][]Stage{
	PostIdentBranch: {StageApply, StageSign, StageIdentify, StageSend, StageCheck, StageProduce, StageDeliver},
	PostIdentEID:    {StageApply, StageSign, StageIdentify, StageSend, StageCheck, StageProduce, StageDeliver},
	NotarIdent:      {StageApply, StageSign, StageIdentify, StageSend, StageCheck, StageProduce, StageDeliver},
	BotschaftsIdent: {StageApply, StageSign, StageIdentify, StageSend, StageCheck, StageProduce, StageDeliver},
	OfficerIdent:    {StageApply, StageIdentify, StageHandOver, StageSend, StageCheck, StageProduce, StageDeliver},
	BehoerdenIdent:  {StageApply, StageIdentify, StageHandOver, StageSend, StageCheck, StageProduce, StageDeliver},
	DTrustIdent:     {StageApply, StageIdentify, StageCheck, StageProduce, StageDeliver},
}

// A StageState is how far a step is.
type StageState string

// The states. What happens outside of the portal, such as a visit to a post
// office, is not known here: such steps are due until the provider's status says
// that they are behind.
const (
	StageDone StageState = "done"
	StageDue  StageState = "due"  // now; more than one may be
	StageHeld StageState = "held" // stopped by an error or by something that is missing
	StageSeen StageState = "seen" // done by the applicant, and part of what is looked into
	StageNext StageState = "next"
)

// A Party is who has to act.
type Party string

// The parties. PartyNobody is who waits for the post, or for nothing any more.
const (
	PartyApplicant Party = "applicant"
	PartyDesk      Party = "desk" // of the organisation
	PartyProvider  Party = "provider"
	PartyPost      Party = "post"
	PartyNobody    Party = "nobody"
)

// A Progress is how far an application or order is.
type Progress struct {
	Procedure Procedure
	Stages    []StageProgress // none for what has ended without a card
}

// A StageProgress is one step with its state and with who does it.
type StageProgress struct {
	Stage Stage
	State StageState
	By    Party
}

// A stretch says which steps are due: from the first to the last of them. What
// lies before is done.
type stretch struct {
	from, to Stage
	state    StageState
}

// orderStretch is what an order's status says about its steps. In an open order
// everything is due that the provider waits for; an application that waits has
// been looked at, and the check is what stands still.
var orderStretch = map[OrderStatus]stretch{
	OrderOpen:         {StageSign, StageSend, StageDue},
	OrderWaiting:      {StageCheck, StageCheck, StageHeld},
	OrderInProduction: {StageProduce, StageProduce, StageDue},
	OrderDispatched:   {StageDeliver, StageDeliver, StageDue},
	OrderCompleted:    {"", "", StageDone},
}

// applicationStretch is the same for an application that is no order yet.
var applicationStretch = map[ApplicationStatus]stretch{
	ApplicationDraft:             {StageApply, StageApply, StageDue},
	ApplicationSubmitted:         {StageSign, StageIdentify, StageDue},
	ApplicationIdentificationDue: {StageIdentify, StageIdentify, StageDue},
	ApplicationInIdentification:  {StageIdentify, StageIdentify, StageDue},
	ApplicationIdentified:        {StageHandOver, StageHandOver, StageDue},
	ApplicationCheckDue:          {StageHandOver, StageHandOver, StageDue},
	ApplicationChecked:           {StageHandOver, StageHandOver, StageDue},
}

// Progress tells how far an order is. One that ended without a card has no steps.
func (o Order) Progress() Progress {
	now, known := orderStretch[o.Status]
	if !known {
		return Progress{Procedure: o.Procedure}
	}
	if o.Status == OrderOpen && o.Procedure.AtDesk() { // else there would be no order
		now.from = StageSend
	}
	return progress(o.Procedure, now)
}

// Progress tells how far an application is that is no order yet. One that was
// begun at a desk is filled in there.
func (a OwnApplication) Progress() Progress {
	now, known := applicationStretch[a.Status]
	if !known {
		return Progress{Procedure: a.Procedure}
	}
	p := progress(a.Procedure, now)
	if len(p.Stages) > 0 && !a.Own {
		p.Stages[0].By = PartyDesk
	}
	return p
}

// lifeOrder lists every step in the order in which they come.
var lifeOrder = []Stage{StageApply, StageSign, StageIdentify, StageHandOver, StageSend, StageCheck, StageProduce, StageDeliver}

func progress(by Procedure, now stretch) Progress {
	p := Progress{Procedure: by}
	from, to := slices.Index(lifeOrder, now.from), slices.Index(lifeOrder, now.to)
	for _, s := range stagesOf[by] {
		state, at := StageNext, slices.Index(lifeOrder, s)
		switch {
		case now.state == StageHeld && at < from && outside(s, by):
			state = StageSeen
		case at < from, now.state == StageDone:
			state = StageDone
		case at <= to:
			state = now.state
		}
		p.Stages = append(p.Stages, StageProgress{Stage: s, State: state, By: doer(s, by)})
	}
	return p
}

// outside reports whether a step happens where the portal does not see it: just
// that may be what an order waits for.
func outside(s Stage, by Procedure) bool {
	return s == StageSign || s == StageSend || s == StageIdentify && !by.AtDesk()
}

// doer says who does a step. The papers of OfficerIdent stay with the desk,
// which sends them; those of BehördenIdent the applicant takes along.
func doer(s Stage, by Procedure) Party {
	switch s {
	case StageHandOver:
		return PartyDesk
	case StageSend:
		if by == OfficerIdent {
			return PartyDesk
		}
	case StageCheck, StageProduce:
		return PartyProvider
	case StageDeliver:
		return PartyPost
	}
	return PartyApplicant
}

// Now gives the steps that are due or stand still.
func (p Progress) Now() (list []StageProgress) {
	for _, s := range p.Stages {
		if s.State == StageDue || s.State == StageHeld {
			list = append(list, s)
		}
	}
	return list
}

// Done counts the steps that are behind.
func (p Progress) Done() (n int) {
	for _, s := range p.Stages {
		if s.State == StageDone {
			n++
		}
	}
	return n
}

// Acts says who has to act now.
func (p Progress) Acts() Party {
	if now := p.Now(); len(now) > 0 {
		return now[0].By
	}
	return PartyNobody
}

// An Expectation is something that will happen, and about when.
type Expectation struct {
	What  string // card_after, card_about, certificates_active, pin_letter_sent
	On    Date   // the zero Date where only Weeks are known
	Weeks int    // how long it takes from when the provider has everything
}

// What is expected once a card was dispatched: its certificates become active
// after about a day, the PIN letter follows three working days later (domain: §3).
const (
	activationAfter = 24 * time.Hour
	pinLetterAfter  = 3 // working days
)

// Expected tells what will happen to an order, and about when. Weeks is the
// present delivery time, 0 where the provider announces none. What should have
// happened by today is not expected any more.
func (o Order) Expected(weeks int, today Date) (list []Expectation) {
	since := Today(o.StatusSince)
	switch o.Status {
	case OrderOpen, OrderWaiting:
		if weeks > 0 {
			list = append(list, Expectation{What: "card_after", Weeks: weeks})
		}
	case OrderInProduction:
		if weeks > 0 {
			list = append(list, Expectation{What: "card_about", On: since.AddDays(7 * weeks)})
		}
	case OrderDispatched:
		list = append(list, Expectation{What: "certificates_active", On: Today(o.StatusSince.Add(activationAfter))},
			Expectation{What: "pin_letter_sent", On: since.AddWorkingDays(pinLetterAfter)})
	}
	return slices.DeleteFunc(list, func(e Expectation) bool { return e.Weeks == 0 && e.On.Before(today) })
}

// AddWorkingDays gives the day so many working days later. Public holidays
// differ from state to state and are not counted: the day is an estimate.
func (d Date) AddWorkingDays(n int) Date {
	for n > 0 {
		d = d.AddDays(1)
		if w := d.Time().Weekday(); w != time.Saturday && w != time.Sunday {
			n--
		}
	}
	return d
}

// toldToApplicants are the lines of the book that an applicant is shown about
// their own order; the rest is how others do their work.
var toldToApplicants = []EventKind{"application.submitted", "application.identification_due", "application.withdrawn", "application.rejected",
	"application.expired", "order.submitted", "order.asked_back", "order.answered", "order.released", "order.dispatched", "order.completed",
	"order.withdrawn", "order.rejected", "order.pin_sent", "order.card_received", "order.pin_received", "revocation_password.typed", "revocation_password.chosen", "revocation_password.link_mailed"}

// ToldToApplicants lists the kinds of events that an applicant is shown.
func ToldToApplicants() []EventKind { return slices.Clone(toldToApplicants) }

// PartyOf says on whose side something was done, without saying by whom.
func (e Event) PartyOf(own AccountID) Party {
	switch {
	case e.Actor == own && own != "":
		return PartyApplicant
	case e.ActorRole == RoleClerk || e.ActorRole == RoleOperator:
		return PartyProvider
	case e.Actor != "":
		return PartyDesk
	}
	return PartyNobody
}
