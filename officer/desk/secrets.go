package desk

import (
	"cmp"
	"context"
	"strings"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// SaveSecrets keeps the security question and the hash of its answer. An empty
// answer leaves the one that is kept, unless the question is another.
func (s *Applying) SaveSecrets(ctx context.Context, id officer.ApplicationID, version int, question, answer string) (Kept, error) {
	hash, err := s.answerHash(ctx, secret.Of(answer))
	if err != nil {
		return Kept{}, err
	}
	return do(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) (Kept, error) {
		f, err := fillable(tx, id, version)
		if err != nil {
			return Kept{}, err
		}
		before := f.Application.Form.Secrets
		form, problems := f.Application.Form.WithQuestion(question, hash != "")
		if err := problems.Err(); err != nil {
			return Kept{}, err
		}
		if hash != "" {
			if err := tx.SaveSecurityAnswer(id, hash); err != nil {
				return Kept{}, err
			}
			tx.Record("application.answer_saved", string(id), "first", !before.Answered)
		}
		return f.keep(tx, officer.GroupSecrets, form)
	})
}

// answerHash hashes an answer as people mean it: capitals, marks and spaces do
// not count. No answer has no hash.
func (c *Counter) answerHash(ctx context.Context, answer secret.Secret) (string, error) {
	meant := answerForm(answer)
	if meant.Empty() {
		return "", nil
	}
	return c.Passwords.Hash(ctx, meant)
}

func answerForm(answer secret.Secret) secret.Secret {
	return secret.Of(strings.ReplaceAll(officer.SearchForm(answer.Reveal()), " ", ""))
}

// MinRevocationPassword is how short a revocation password may be, in characters.
const MinRevocationPassword = secret.MinPasswordSecondFactor

// TypeRevocationPassword keeps the password that the applicant typed at the
// desk, where the officer does not see it: only its hash.
func (s *Applying) TypeRevocationPassword(ctx context.Context, id officer.ApplicationID, password, repeated string) error {
	f, err := s.File(ctx, id)
	if err == nil {
		err = cmp.Or(f.Locked, f.Application.Open())
	}
	if err != nil {
		return err
	}
	hash, err := s.revocationHash(ctx, f.Application, secret.Of(password), secret.Of(repeated))
	if err != nil {
		return err
	}
	return change(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) error {
		tx.Record("revocation_password.typed", string(id))
		return s.arrange(tx, id, "typed", hash)
	})
}

// revocationHash holds a new revocation password against the rules. It is used
// together with the number of card or application, and tries are counted;
// therefore it may be as short as one beside a second factor.
func (c *Counter) revocationHash(ctx context.Context, a officer.Application, password, repeated secret.Secret) (string, error) {
	var p officer.Problems
	for _, flaw := range secret.CheckPassword(password, secret.Owner{Email: a.Form.Contact.Email, SecondFactor: true}) {
		p.Add("revocation_password", string(flaw), "count", secret.MinPasswordSecondFactor, "max", secret.MaxPassword)
		break // one at a time: the next is seen when this one is mended
	}
	if len(p) == 0 && !password.Equal(repeated) {
		p.Add("revocation_password_repeated", "password.not_repeated")
	}
	if err := p.Err(); err != nil {
		return "", err
	}
	return c.Passwords.Hash(ctx, password)
}

// arrange notes how the revocation password is chosen, and its hash if there is one.
func (s *Applying) arrange(tx *postgres.Tx, id officer.ApplicationID, how, hash string) error {
	f, err := readFile(tx, id)
	if err == nil {
		err = f.mayFill(tx)
	}
	if err != nil {
		return err
	}
	form := f.Application.Form
	form.Secrets.RevocationPassword = how
	if _, err := f.Application.Write(officer.GroupSecrets, form, f.Setting.Product, tx.Now); err != nil {
		return err
	}
	if err := tx.SaveApplication(&f.Application); err != nil || hash == "" {
		return err
	}
	return tx.SaveRevocationPassword(id, hash)
}

// MailRevocationLink lets the applicant choose the password by a link to their
// own mailbox, any time within its life, also after the order. An earlier link
// goes on working until one of them was used.
func (s *Applying) MailRevocationLink(ctx context.Context, id officer.ApplicationID) error {
	return change(ctx, s.Counter, rbac.ApplicationSave, func(tx *postgres.Tx) error {
		f, err := readFile(tx, id)
		if err == nil {
			err = f.mayWork(tx)
		}
		if err != nil {
			return err
		}
		a := f.Application
		if err := a.MayLinkRevocation(); err != nil {
			return err
		}
		link, err := s.link(tx, officer.Link{Purpose: officer.LinkRevocationPassword, Organisation: tx.Organisation(), Subject: string(id)})
		if err != nil {
			return err
		}
		tx.Record("revocation_password.link_mailed", string(id))
		if err := s.mail(tx, officer.Mail{Recipient: a.Form.Contact.Email, Language: a.Language, Template: "revocation_password",
			Args: map[string]string{"name": a.Form.Person.Spoken(), "link": link}}); err != nil {
			return err
		}
		if a.Status == officer.ApplicationTransmitted || a.Form.Secrets.RevocationPassword == "link" {
			return nil
		}
		return s.arrange(tx, id, "link", "")
	})
}

// RevocationLink tells whether a link can still be used; whoever asks is nobody
// yet and learns nothing else.
func (s *Applying) RevocationLink(ctx context.Context, token string) error {
	_, err := s.peekLink(ctx, officer.LinkRevocationPassword, token)
	return err
}

// ChooseRevocationPassword keeps the password of whoever holds the link.
func (s *Applying) ChooseRevocationPassword(ctx context.Context, token, password, repeated string) error {
	link, err := s.peekLink(ctx, officer.LinkRevocationPassword, token)
	if err != nil {
		return err
	}
	id, scope := officer.ApplicationID(link.Subject), postgres.System.InOrganisation(link.Organisation)
	var a officer.Application
	if err := s.DB.View(ctx, scope, func(tx *postgres.Tx) (err error) { a, err = tx.Application(id); return err }); err != nil {
		return err
	}
	if a.RevocationPasswordHash != "" || a.Status.Ended() && a.Status != officer.ApplicationTransmitted {
		return officer.LinkSpent()
	}
	hash, err := s.revocationHash(ctx, a, secret.Of(password), secret.Of(repeated))
	if err != nil {
		return err
	}
	return s.DB.Do(ctx, scope, func(tx *postgres.Tx) error {
		if _, err := s.useLink(tx, officer.LinkRevocationPassword, token); err != nil {
			return err
		}
		tx.Record("revocation_password.chosen", string(id))
		return tx.SaveRevocationPassword(id, hash)
	})
}
