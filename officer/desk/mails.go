package desk

import (
	"context"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/rbac"
)

// Mails are how the provider's operator looks after what the portal sends, how
// organisations sign it, and how people say which of it they want.
type Mails struct{ *Counter }

// List shows a page of the mails of a status, without what they say. Only the
// system reads mails; the operator is let through to see where each one is.
func (s *Mails) List(ctx context.Context, status officer.MailStatus, after officer.Cursor) (officer.MailPage, error) {
	return viewIn(ctx, s.Counter, rbac.MailRead, beyond, func(tx *postgres.Tx) (officer.MailPage, error) { return tx.MailPage(status, after) })
}

// Resend queues a dead mail again; any other is a Conflict.
func (s *Mails) Resend(ctx context.Context, id officer.MailID) error {
	return changeIn(ctx, s.Counter, rbac.MailResend, beyond, func(tx *postgres.Tx) error {
		if _, err := tx.MailByID(id); err != nil {
			return err
		}
		tx.Record("mail.resent", string(id))
		return tx.ResendMail(id)
	})
}

// ResendAll queues every dead mail again and gives how many there were.
func (s *Mails) ResendAll(ctx context.Context) (int, error) {
	return through(ctx, s.Counter, rbac.MailResend, beyond, func(tx *postgres.Tx) (int, error) {
		n, err := tx.ResendMails()
		tx.Record("mail.resent_all", string(tx.Organisation()), "mails", n)
		return n, err
	})
}

// A MailSettings is what somebody decides about the mails they get.
type MailSettings struct {
	Offered []officer.MailTopic // those that people in their roles get
	Choices officer.MailChoices
}

// Settings shows which mails the actor gets.
func (s *Mails) Settings(ctx context.Context) (MailSettings, error) {
	return viewOwn(ctx, s.Counter, rbac.AccountNotifications, func(tx *postgres.Tx) (m MailSettings, err error) {
		if m.Offered, err = offered(tx); err != nil {
			return m, err
		}
		m.Choices, err = tx.MailChoices(tx.Actor.Account)
		return m, err
	})
}

// offered lists the topics for the roles that the actor holds anywhere: mails go
// to the person, wherever they are at the moment.
func offered(tx *postgres.Tx) (list []officer.MailTopic, err error) {
	places, err := tx.Workplaces(tx.Actor.Account)
	var roles []officer.Role
	for _, w := range places {
		roles = append(roles, w.Roles...)
	}
	for _, t := range officer.MailTopics {
		if t.For(roles) {
			list = append(list, t)
		}
	}
	return list, err
}

// Choose keeps which mails the actor wants, of those that can be chosen.
func (s *Mails) Choose(ctx context.Context, wanted []officer.MailTopic) error {
	return changeOwn(ctx, s.Counter, rbac.AccountNotifications, func(tx *postgres.Tx) error {
		list, err := offered(tx)
		if err != nil {
			return err
		}
		tx.Record("notifications.changed", string(tx.Actor.Account), "topics", wanted)
		return tx.SaveMailChoices(tx.Actor.Account, officer.ChooseMails(list, wanted))
	})
}

// A SignedHouse is an organisation with how it signs its mails.
type SignedHouse struct {
	officer.Organisation
	House officer.MailHouse
}

// OwnHouse shows how the actor's organisation signs its mails.
func (s *Mails) OwnHouse(ctx context.Context) (SignedHouse, error) {
	return view(ctx, s.Counter, rbac.OrganisationSettings, func(tx *postgres.Tx) (SignedHouse, error) { return signedHouse(tx, tx.Organisation()) })
}

// House shows the operator how an organisation signs its mails.
func (s *Mails) House(ctx context.Context, id officer.OrganisationID) (SignedHouse, error) {
	return viewIn(ctx, s.Counter, rbac.OrganisationSave, within(id), func(tx *postgres.Tx) (SignedHouse, error) { return signedHouse(tx, id) })
}

func signedHouse(tx *postgres.Tx, id officer.OrganisationID) (h SignedHouse, err error) {
	if h.Organisation, err = tx.OrganisationByID(id); err != nil {
		return h, err
	}
	h.House, err = tx.MailHouse(id)
	return h, err
}

// SignOwn changes how the actor's organisation signs its mails.
func (s *Mails) SignOwn(ctx context.Context, version int, h officer.MailHouse) error {
	return change(ctx, s.Counter, rbac.OrganisationSettings, func(tx *postgres.Tx) error { return saveHouse(tx, tx.Organisation(), version, h) })
}

// Sign changes for the operator how an organisation signs its mails.
func (s *Mails) Sign(ctx context.Context, id officer.OrganisationID, version int, h officer.MailHouse) error {
	return changeIn(ctx, s.Counter, rbac.OrganisationSave, within(id), func(tx *postgres.Tx) error { return saveHouse(tx, id, version, h) })
}

func saveHouse(tx *postgres.Tx, id officer.OrganisationID, version int, h officer.MailHouse) error {
	h, err := h.Clean()
	if err != nil {
		return err
	}
	if _, err := tx.OrganisationByID(id); err != nil {
		return err
	}
	tx.Record("organisation.mails_signed", string(id))
	return tx.SaveMailHouse(id, version, h)
}
