package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
)

// Reminders tell people that something is still missing: twice the applicant,
// then those who look after the case. The worker runs them; nobody asks.
type Reminders struct{ *Counter }

// remindersAtOnce is how many are looked for at a time.
const remindersAtOnce = 50

// remindedOf lists what people are reminded of.
var remindedOf = []officer.ReminderKind{officer.RemindQuestion, officer.RemindPapers, officer.RemindIdentification}

// Remind sends what is due, each in a transaction of its own, and reports whether
// there was anything. Of two workers one counts the reminder, and that one sends
// it: the count and the mail are one transaction.
func (s *Reminders) Remind(ctx context.Context) (found bool, err error) {
	for _, kind := range remindedOf {
		var list []officer.Missing
		err := s.DB.View(ctx, postgres.System, func(tx *postgres.Tx) (err error) {
			list, err = tx.Missing(kind, remindersAtOnce)
			return err
		})
		if err != nil {
			return found, err
		}
		for _, m := range list {
			sent, err := s.remind(ctx, m)
			if err != nil {
				return found, err
			}
			found = found || sent
		}
	}
	return found, nil
}

func (s *Reminders) remind(ctx context.Context, m officer.Missing) (sent bool, err error) {
	err = s.DB.Do(ctx, postgres.System.InOrganisation(m.Organisation), func(tx *postgres.Tx) error {
		about, err := s.about(tx, m)
		if err != nil || about.nothing {
			return err
		}
		if sent, err = tx.CountReminder(m); err != nil || !sent {
			return err
		}
		tx.Record(about.event, about.subject, "reminder", m.Sent+1, "about", m.Kind)
		if m.Sent < officer.Reminders && about.applicant != "" {
			return s.toApplicant(tx, m.Kind, about)
		}
		return s.toHouse(tx, about)
	})
	return sent, err
}

// A reminded case is what a reminder tells of, and to whom.
type remindedCase struct {
	nothing   bool // is missing any more
	event     officer.EventKind
	subject   string
	number    officer.OrderNumber // empty for an application
	applicant officer.AccountID   // empty where the person has no account
	link      string              // of the applicant
	deskLink  string              // of those who look after it
	desk      officer.AccountID   // who submitted it at a desk
	clerk     officer.AccountID   // who works on it at the provider
}

func (s *Reminders) about(tx *postgres.Tx, m officer.Missing) (c remindedCase, err error) {
	if m.Kind == officer.RemindIdentification {
		a, err := tx.Application(officer.ApplicationID(m.Subject))
		return remindedCase{nothing: a.Status != officer.ApplicationIdentificationDue, event: "application.reminded", subject: m.Subject, applicant: a.Account,
			link: s.Address + OwnApplicationPath(a.ID), deskLink: s.Address + "/desk/cases/" + m.Subject}, err
	}
	id := officer.OrderID(m.Subject)
	if m.Kind == officer.RemindQuestion {
		q, err := tx.RemindedQuestion(m.Subject)
		if err != nil {
			return c, err
		}
		id, c.clerk = q.Order, q.By
	} else {
		lacks, err := tx.LacksPapers(id)
		if err != nil || !lacks {
			return remindedCase{nothing: true}, err
		}
	}
	o, err := tx.Order(id)
	if c.clerk == "" {
		c.clerk = o.ClaimedBy
	}
	c.event, c.subject, c.number, c.applicant, c.desk = "order.reminded", string(o.ID), o.Number, o.Account, o.SubmittedBy
	c.link, c.deskLink = s.Address+OwnOrderPath(o.ID), s.Address+"/desk/orders/"+string(o.ID)
	return c, err
}

// reminderMails are the templates for the applicant.
var reminderMails = map[officer.ReminderKind]string{
	officer.RemindQuestion: "reminder_question", officer.RemindPapers: "reminder_papers", officer.RemindIdentification: "reminder_identification",
}

func (s *Reminders) toApplicant(tx *postgres.Tx, kind officer.ReminderKind, c remindedCase) error {
	a, err := tx.Account(c.applicant)
	if err != nil || a.Status == officer.AccountClosed {
		return err
	}
	return s.mailTo(tx, a, reminderMails[kind], map[string]string{"number": string(c.number), "link": c.link})
}

// toHouse tells those who look after a case that its applicant does not answer:
// at a desk who submitted it and the RA managers, at the provider the clerk at
// work on it, or all where there is none.
func (s *Reminders) toHouse(tx *postgres.Tx, c remindedCase) error {
	house, err := tx.OwnOrganisation()
	if err != nil {
		return err
	}
	if house.Kind == officer.TSP {
		c.deskLink = s.Address + "/office/orders/" + c.subject
	}
	who, err := s.lookAfter(tx, house, c)
	if err != nil {
		return err
	}
	template := "overdue_order"
	if c.number == "" {
		template = "overdue_application"
	}
	for _, id := range who {
		a, err := tx.Account(id)
		if err != nil {
			return err
		}
		if a.Status == officer.AccountActive {
			err = s.mailTo(tx, a, template, map[string]string{"number": string(c.number), "link": c.deskLink})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (s *Reminders) lookAfter(tx *postgres.Tx, house officer.Organisation, c remindedCase) (who []officer.AccountID, err error) {
	if house.Kind == officer.TSP && c.clerk != "" {
		return []officer.AccountID{c.clerk}, nil
	}
	managers, err := tx.MembersWith(mainRole(house.Kind))
	if err != nil {
		return nil, err
	}
	for _, m := range managers {
		if m.Account != c.desk {
			who = append(who, m.Account)
		}
	}
	if c.desk != "" && c.desk != c.applicant && house.Kind != officer.TSP {
		who = append(who, c.desk)
	}
	return who, nil
}

// mainRole is the role of those who look after all cases of an organisation.
func mainRole(k officer.OrganisationKind) officer.Role {
	if k == officer.TSP {
		return officer.RoleClerk
	}
	return officer.RoleRAManager
}
