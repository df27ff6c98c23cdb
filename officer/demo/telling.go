package demo

import (
	"context"
	"errors"
	"time"

	"officerportal/officer"
	"officerportal/officer/desk"
	"officerportal/officer/postgres"
)

// A complaintPlan is what an applicant has to say against a card, and what the
// provider's clerk does about it.
type complaintPlan struct {
	who     citizen
	kind    officer.ComplaintKind
	text    string
	act     officer.ComplaintAct // empty where nobody has answered yet
	answer  string
	replies string // to what was asked; empty for not yet
}

// complaintPlans are complaints in every state, by the organisation whose order
// they are about.
var complaintPlans = map[officer.OrganisationKind][]complaintPlan{
	officer.TSP: {
		{who: applicants[0], kind: officer.PINDamaged, text: "Der Umschlag war an einer Seite offen."},
		{who: applicants[2], kind: officer.CardDefective, text: "Der Kartenleser erkennt die Karte nicht, eine andere schon.", act: officer.ActAsk,
			answer: "Welches Kartenlesegerät benutzen Sie, und leuchtet es, wenn die Karte steckt?"},
		{who: applicants[6], kind: officer.WrongData, text: "Im Zertifikat steht mein Vorname ohne Akzent.", act: officer.ActAnswer,
			answer: "Im Antrag steht der Name so, und so steht er in Ihrem Ausweis. Das Zertifikat ist richtig."},
	},
	officer.Company: {
		{who: applicants[2], kind: officer.WrongProduct, text: "Ich wollte eine Karte für die Stapelsignatur.", act: officer.ActRefuse,
			answer: "Bestellt ist die Signaturkarte Standard, und die haben wir geliefert. Für die Stapelsignatur bestellen Sie bitte die Variante Multi."},
		{who: applicants[4], kind: officer.PINUsed, text: "The transport PIN was refused: it had been used.", act: officer.ActAsk,
			answer: "Haben Sie die Karte schon gesperrt? Tun Sie das bitte zuerst.", replies: "Not yet. I am doing it now."},
	},
}

// tell adds what people and machines are told of a house: complaints, mails that
// did not arrive, a webhook, and who wants to hear every morning what waits.
func (h house) tell(ctx context.Context, c *desk.Counter, now time.Time) error {
	for _, p := range complaintPlans[h.Kind] {
		if err := h.complain(ctx, c, p); err != nil {
			return err
		}
	}
	if h.Kind == officer.TSP {
		return c.DB.Do(ctx, postgres.System, undelivered)
	}
	if err := h.wantDigests(ctx, c); err != nil || h.Kind != officer.Company {
		return err
	}
	return h.hook(ctx, c, now)
}

// complain raises a complaint about the applicant's latest card of the house, and
// leads it on. What the card does not allow to be said is left out.
func (h house) complain(ctx context.Context, c *desk.Counter, p complaintPlan) error {
	account := idOf[officer.AccountID](p.who.mail)
	own := officer.WithActor(ctx, officer.Actor{Account: account, Name: p.who.given + " " + p.who.family, Email: p.who.mail, Language: "de", Place: officer.Portal,
		Roles: []officer.Role{officer.RoleApplicant}})
	s := &desk.Complaints{Counter: c}
	id, err := h.raise(own, c, s, p)
	if err != nil || id == "" || p.act == "" {
		return err
	}
	clerk := houses[0].actor(houses[0].staff[2])
	clerk.Place = officer.BackOffice
	if err := s.Handle(officer.WithActor(ctx, clerk), id, 1, p.act, p.answer); err != nil || p.replies == "" {
		return err
	}
	return s.Reply(own, id, 2, p.replies)
}

func (h house) raise(ctx context.Context, c *desk.Counter, s *desk.Complaints, p complaintPlan) (officer.ComplaintID, error) {
	sent, err := (&desk.Portal{Counter: c}).Orders(ctx, officer.OwnOrderFilter{Statuses: officer.Complainable})
	if err != nil {
		return "", err
	}
	for _, o := range sent.Rows {
		if o.Organisation != h.ID {
			continue
		}
		about, err := s.About(ctx, o.ID)
		if err != nil {
			return "", err
		}
		id, err := s.Raise(ctx, o.ID, about.Grounds[0].Card, officer.ComplaintNote{Kind: p.kind, Text: p.text})
		if errors.Is(err, officer.Invalid) {
			err = nil
		}
		return id, err
	}
	return "", nil
}

// undelivered are mails that a mail server refused for good.
func undelivered(tx *postgres.Tx) error {
	for _, m := range []struct{ to, template, problem string }{
		{"info@alte-adresse.example", "order_submitted", "550 5.1.1 <info@alte-adresse.example>: Recipient address rejected: User unknown"},
		{"m.lorenz@postfach.example", "password_reset", "552 5.2.2 mailbox full"},
		{"a.krause@langsam.example", "reminder_papers", "dial: i/o timeout"},
	} {
		id := officer.NewID[officer.MailID]()
		mail := officer.Mail{ID: id, MessageID: string(id) + "@demo.example", Recipient: m.to, Language: "de", Template: m.template,
			Args: map[string]string{"name": "Kim Beispiel", "number": "1000-4821-9301-8", "link": "https://portal.example/portal"}}
		if err := tx.QueueMail(mail); err != nil {
			return err
		}
		mail.Status, mail.Attempts, mail.DueAt, mail.Problem = officer.MailDead, 16, tx.Now, m.problem
		if err := tx.SaveDelivery(mail, true); err != nil {
			return err
		}
	}
	return nil
}

// wantDigests lets the first of the house's staff hear in the morning what waits.
func (h house) wantDigests(ctx context.Context, c *desk.Counter) error {
	ctx = officer.WithActor(ctx, h.actor(h.staff[0]))
	return (&desk.Mails{Counter: c}).Choose(ctx, append([]officer.MailTopic{officer.MailsOfDigest}, officer.MailTopics...))
}

// hook gives the house a webhook that is paused, since its receiver is invented,
// with news that arrived, that did not, and that wait.
func (h house) hook(ctx context.Context, c *desk.Counter, now time.Time) error {
	ctx = officer.WithActor(ctx, h.actor(h.staff[0]))
	s := &desk.Webhooks{Counter: c}
	fresh, err := s.Add(ctx, "https://meldungen."+h.domain+"/officer-portal")
	if err != nil {
		return err
	}
	if err := s.Pause(ctx, fresh.Webhook.ID, fresh.Webhook.Version); err != nil {
		return err
	}
	return c.DB.Do(ctx, postgres.System.InOrganisation(h.ID), func(tx *postgres.Tx) error {
		w, err := tx.Webhook(fresh.Webhook.ID)
		if err != nil {
			return err
		}
		ids, err := tx.OrderIDs(officer.OrderInProduction, 5)
		if err != nil {
			return err
		}
		for n, id := range ids {
			if err := tellHook(tx, w, id, n, now); err != nil {
				return err
			}
		}
		return nil
	})
}

func tellHook(tx *postgres.Tx, w officer.Webhook, id officer.OrderID, n int, now time.Time) error {
	o, err := tx.Order(id)
	if err != nil {
		return err
	}
	news := officer.OrderNews(o, officer.OrderOpen, o.StatusSince)
	if err := tx.QueueDelivery(w.ID, news); err != nil || n == 0 {
		return err
	}
	d := officer.WebhookDelivery{ID: news.ID, Webhook: w.ID, Status: officer.DeliveryDelivered, Attempts: 1, TriedAt: now, DueAt: now, Response: 204}
	if n == 1 {
		d.Status, d.Attempts, d.Response, d.Problem = officer.DeliveryDead, officer.WebhookTries, 503, officer.HookFailed
	}
	return tx.SaveTry(postgres.DueDelivery{Hook: w, Delivery: d})
}
