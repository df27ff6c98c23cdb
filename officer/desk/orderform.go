package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Saved says what came of saving a step.
type Saved struct {
	Version int // for the next save from the same page
	At      time.Time
	Draft   officer.Draft // as it is now
}

// A StepPage is what every save of a step carries: which application, in which
// version the person saw it, and whether it is a draft on the way.
type StepPage struct {
	Application officer.ApplicationID
	Version     int
	Draft       bool
}

// Save keeps one group of the form. A draft may be incomplete; otherwise
// everything wrong with the group is told at once. Somebody else's name in the
// account is refused, and the provider hears of it.
func (s *Ordering) Save(ctx context.Context, p StepPage, g officer.Group, typed officer.Form, faults officer.Problems) (Saved, error) {
	saved, err := s.step(ctx, p, officer.Step(g), func(tx *postgres.Tx, d *Draft) error {
		form, problems := d.take(g, typed)
		problems = append(slices.Clone(faults), problems...)
		if err := toBranch(tx, g, &form, &problems); err != nil {
			return err
		}
		changed := form.Changed(g, d.Application.Form)
		d.Application.Form = form
		if !p.Draft {
			for _, missing := range d.Problems(officer.Step(g)) {
				if !problems.Has(missing.Field) {
					problems = append(problems, missing)
				}
			}
		}
		tx.RecordOwn("application.saved", string(p.Application), "group", g, "fields", changed)
		return problems.InOrder(form.Entries(g)).Err()
	})
	if officer.TwoPeople(err) {
		err = errors.Join(err, s.notice(ctx, p.Application))
	}
	return saved, err
}

// take gives the form with a group as it was typed, cleaned, and with what is not
// the applicant's to type: their own address, and who pays by the shop's rules.
func (d *Draft) take(g officer.Group, typed officer.Form) (officer.Form, officer.Problems) {
	switch g {
	case officer.GroupContact:
		typed.Contact.Email = d.Account.Email
	case officer.GroupPayment:
		typed.Payment = d.Setting.Billed(typed.Payment)
	case officer.GroupDelivery:
		if to := d.Deliveries(); len(to) == 1 {
			typed.Delivery.CardTo = to[0]
		}
	}
	clean, problems := typed.Clean(g)
	return d.Application.Form.With(g, clean), problems
}

// Deliveries lists to whom the card may go.
func (d Draft) Deliveries() []string {
	to := d.Shop.Deliveries()
	if len(d.Sites) == 0 && len(to) > 1 {
		to = []string{"applicant"}
	}
	return to
}

// step saves one step of a draft.
func (s *Ordering) step(ctx context.Context, p StepPage, step officer.Step, save func(*postgres.Tx, *Draft) error) (Saved, error) {
	return doOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (Saved, error) {
		d, err := s.writable(tx, p.Application, p.Version)
		if err != nil {
			return Saved{}, err
		}
		if !d.Asks(step) {
			return Saved{}, officer.Fail(officer.NotFound, "page.not_found")
		}
		if err := save(tx, &d); err != nil {
			return Saved{}, err
		}
		d.Application.ChangedAt = tx.Now
		if err := tx.SaveApplication(&d.Application); err != nil {
			return Saved{}, err
		}
		return Saved{Version: d.Application.Version, At: tx.Now, Draft: d.Draft}, nil
	})
}

// notice tells the provider that the account names two people, whatever became of
// what they tried.
func (s *Ordering) notice(ctx context.Context, id officer.ApplicationID) error {
	return changeOwn(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) error {
		tx.RecordOwn("application.another_person", string(id))
		return s.noticeIdentities(tx, tx.Actor.Account, id)
	})
}

// SaveStated keeps what the applicant says of their identity document, the number
// sealed. A draft keeps what is right so far.
func (s *Ordering) SaveStated(ctx context.Context, p StepPage, e officer.DocumentEntry, faults officer.Problems) (Saved, error) {
	return s.step(ctx, p, officer.StepDocument, func(tx *postgres.Tx, d *Draft) error {
		a := &d.Application
		kept, err := s.openStated(*a)
		if err != nil {
			return err
		}
		document, number, problems := e.State(kept, d.Setting.Today)
		problems = problems.Over(faults)
		if err := problems.Err(); err != nil && !p.Draft {
			return err
		}
		if p.Draft && number.IsZero() && document.Type == a.Stated.Type {
			number = kept
		}
		a.Stated, a.DocumentExpiresOn = document, document.ExpiresOn
		if a.StatedNumberSealed, err = s.sealStated(*a, kept, number); err != nil {
			return err
		}
		tx.RecordOwn("application.document_stated", string(a.ID), "type", document.Type, "draft", p.Draft)
		return tx.SaveStated(*a)
	})
}

// statedPlace is where a stated number is sealed to.
func statedPlace(a officer.Application) string {
	return secret.Bind(string(a.Organisation), "applications", "stated_number_sealed", string(a.ID))
}

// openStated opens the number that an applicant stated; none is the zero number.
func (c *Counter) openStated(a officer.Application) (officer.DocumentNumber, error) {
	if len(a.StatedNumberSealed) == 0 {
		return officer.DocumentNumber{}, nil
	}
	plain, err := c.Keys.Box.Open(a.StatedNumberSealed, statedPlace(a))
	if err != nil {
		return officer.DocumentNumber{}, err
	}
	return officer.ParseDocumentNumber(a.Stated.Type, string(plain))
}

// SealStated keeps the number that an applicant stated for the first time.
func (c *Counter) SealStated(a officer.Application, n officer.DocumentNumber) ([]byte, error) {
	return c.sealStated(a, officer.DocumentNumber{}, n)
}

// sealStated keeps a number. One that did not change keeps its sealed form.
func (c *Counter) sealStated(a officer.Application, kept, number officer.DocumentNumber) ([]byte, error) {
	switch {
	case number.IsZero():
		return nil, nil
	case number.Equal(kept) && c.Keys.Box.Current(a.StatedNumberSealed):
		return a.StatedNumberSealed, nil
	}
	return c.Keys.Box.Seal([]byte(number.Reveal()), statedPlace(a))
}

// ChosenSecrets are what an applicant chooses to be known by later. What is left
// empty stays as it was chosen before.
type ChosenSecrets struct {
	Question, Answer   string
	Password, Repeated string // the revocation password, typed twice
}

// String hides what was chosen.
func (ChosenSecrets) String() string   { return "chosen secrets" }
func (ChosenSecrets) GoString() string { return "chosen secrets" }

// SaveSecrets keeps the security question, and of its answer and the revocation
// password the hashes only.
func (s *Ordering) SaveSecrets(ctx context.Context, p StepPage, c ChosenSecrets) (Saved, error) {
	answer, err := s.answerHash(ctx, secret.Of(c.Answer))
	if err != nil {
		return Saved{}, err
	}
	var found officer.Problems
	password := ""
	if c.Password+c.Repeated != "" {
		actor, _ := officer.ActorFrom(ctx)
		owner := officer.Application{Form: officer.Form{Contact: officer.Contact{Email: actor.Email}}}
		if password, err = s.revocationHash(ctx, owner, secret.Of(c.Password), secret.Of(c.Repeated)); !found.Join(err) {
			return Saved{}, err
		}
	}
	return s.step(ctx, p, officer.Step(officer.GroupSecrets), func(tx *postgres.Tx, d *Draft) error {
		a := &d.Application
		form, problems := a.Form.WithQuestion(c.Question, answer != "")
		if password != "" {
			form.Secrets.RevocationPassword = "typed"
		} else if form.Secrets.RevocationPassword == "" && len(found) == 0 {
			problems.Add("revocation_password", "stated.revocation_password_missing")
		}
		if err := append(problems, found...).Err(); err != nil {
			return err
		}
		a.Form = form
		tx.RecordOwn("application.saved", string(a.ID), "group", officer.GroupSecrets)
		if answer != "" {
			if err := tx.SaveSecurityAnswer(a.ID, answer); err != nil {
				return err
			}
		}
		if password == "" {
			return nil
		}
		return tx.SaveRevocationPassword(a.ID, password)
	})
}

// SaveProcedure keeps by which procedure the applicant wants to be identified.
func (s *Ordering) SaveProcedure(ctx context.Context, p StepPage, by officer.Procedure, wish officer.AppointmentWish, faults officer.Problems) (Saved, error) {
	return s.step(ctx, p, officer.StepProcedure, func(tx *postgres.Tx, d *Draft) error {
		var found officer.Problems
		if err := d.ChooseProcedure(by, wish, p.Draft, tx.Now); !found.Join(err) {
			return err
		}
		tx.RecordOwn("application.procedure_chosen", string(p.Application), "procedure", by)
		return found.Over(faults).Err()
	})
}

// Agree notes that the applicant agreed to the texts, in the versions that stood
// on the page.
func (s *Ordering) Agree(ctx context.Context, p StepPage, given []officer.Consent) (Saved, error) {
	return s.step(ctx, p, officer.StepConsents, func(tx *postgres.Tx, d *Draft) error {
		tx.RecordOwn("consent.given", string(p.Application), "texts", officer.ConsentTexts)
		return d.Application.Agree(given, tx.Actor.Account, tx.Now)
	})
}

// SaveQuantity sets how many cards are ordered, in the last step.
func (s *Ordering) SaveQuantity(ctx context.Context, p StepPage, quantity int) (Saved, error) {
	return s.step(ctx, p, officer.StepQuantity, func(tx *postgres.Tx, d *Draft) error {
		tx.RecordOwn("application.quantity_saved", string(p.Application), "quantity", quantity)
		return d.Application.SetQuantity(quantity, d.Setting.Product, tx.Now)
	})
}
