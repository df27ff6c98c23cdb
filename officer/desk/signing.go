package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"officerportal/officer"
	"officerportal/officer/postgres"
	"officerportal/officer/secret"
	"officerportal/rbac"
)

// Sign lets the officer vouch for person, document, checks and content as seen:
// the record is written down, signed with the portal's evidence key and kept for
// good. The officer shows anew who they are, at this very moment.
func (s *Applying) Sign(ctx context.Context, id officer.ApplicationID, seen int, language, code string) error {
	// A code works once: it is asked for only when nothing else stands in the way.
	if _, err := view(ctx, s.Counter, rbac.IdentificationSign, func(tx *postgres.Tx) (File, error) { return toSign(tx, id, seen) }); err != nil {
		return err
	}
	if err := s.Again.Reauthenticate(ctx, code); err != nil {
		return err
	}
	return change(ctx, s.Counter, rbac.IdentificationSign, func(tx *postgres.Tx) error {
		f, err := toSign(tx, id, seen)
		if err != nil {
			return err
		}
		if err := s.attest(tx, f, language); err != nil {
			return err
		}
		if err := f.signed(tx); err != nil {
			return err
		}
		if f.Application.Status == officer.ApplicationCheckDue { // waits for a checker now, for none in particular
			return f.hand(tx, "", "")
		}
		return nil
	})
}

// signed keeps a case that was signed. What an officer has vouched for is from
// then on what the desk knows of the person.
func (f *File) signed(tx *postgres.Tx) error {
	if err := tx.SaveIdentification(&f.Identification); err != nil {
		return err
	}
	if err := tx.SaveApplication(&f.Application); err != nil {
		return err
	}
	p, err := tx.Person(f.Application.Person)
	if err != nil {
		return err
	}
	form := f.Application.Form
	p.PersonData, p.Email, p.Mobile = form.Person, form.Contact.Email, form.Contact.Mobile
	return tx.SavePerson(&p)
}

// toSign gives a case as it is once signed, or why it cannot be.
func toSign(tx *postgres.Tx, id officer.ApplicationID, seen int) (File, error) {
	f, err := readSeen(tx, id, seen)
	if err != nil {
		return f, err
	}
	if err := f.readyToSign(); err != nil {
		return f, err
	}
	if err := f.Identification.Sign(tx.Actor, f.Application, tx.Now); err != nil {
		return f, err
	}
	return f, f.Application.Sign(f.Setting.Product, f.Setting.Organisation.SecondCheck, tx.Now)
}

// readSeen reads a case and refuses if application or identification is not what
// was seen.
func readSeen(tx *postgres.Tx, id officer.ApplicationID, seen int) (File, error) {
	f, err := readFile(tx, id)
	switch {
	case err != nil:
	case f.Identification.ID == "":
		err = officer.Fail(officer.Conflict, "identification.not_started")
	case f.Version() != seen:
		err = officer.Fail(officer.Stale, "form.stale")
	}
	return f, err
}

// attest keeps the record of what is signed.
func (s *Applying) attest(tx *postgres.Tx, f File, language string) error {
	earlier, err := tx.Records(f.Identification.ID)
	if err != nil {
		return err
	}
	r, err := s.Testimony(f, officer.Witness{By: tx.Actor, At: tx.Now, Sequence: len(earlier) + 1, Language: language, Authentication: "session+totp"})
	if err != nil {
		return err
	}
	tx.Record("identification.signed", string(f.Identification.ID), "application", f.Application.ID, "sequence", r.Sequence, "key", r.KeyID)
	return tx.AddRecord(r)
}

// Testimony writes down what an officer vouches for and signs it with the
// portal's evidence key. The document's number in it is masked, and digested.
func (c *Counter) Testimony(f File, w officer.Witness) (officer.Record, error) {
	if err := c.number(f.Identification, &w); err != nil {
		return officer.Record{}, err
	}
	text, err := secret.MarshalCanonical(officer.Attest(f.Identification, f.Application, f.Setting, w))
	if err != nil {
		return officer.Record{}, err
	}
	digest := sha256.Sum256(text)
	r := officer.Record{Organisation: f.Identification.Organisation, Identification: f.Identification.ID, Sequence: w.Sequence, Record: text,
		Digest: digest[:], ContentDigest: f.Application.ContentDigest, SignedBy: w.By.Account, SignedAt: w.At}
	r.KeyID, r.Signature = c.Keys.Evidence.Sign(secret.Identity, text)
	return r, nil
}

// documentNumber is the purpose under which a document's number is digested.
const documentNumber secret.Purpose = "document_number"

// number opens the document's number for the record, which holds it masked and
// as a salted digest under the portal's key, never in clear.
func (c *Counter) number(i officer.Identification, w *officer.Witness) error {
	number, err := c.openNumber(i)
	if err != nil {
		return err
	}
	salt := make([]byte, 16)
	rand.Read(salt) // never fails: crypto/rand ends the program instead
	w.NumberSalt = base64.RawURLEncoding.EncodeToString(salt)
	w.NumberMasked = number.Masked()
	w.NumberDigest = c.Keys.Digests.Digest(documentNumber, secret.Of(w.NumberSalt+"."+number.Reveal()))
	return nil
}

// A SignedRecord is a record with what it says and whether it is genuine.
type SignedRecord struct {
	officer.Record
	Attestation officer.Attestation
	Verified    bool // digest and signature fit the bytes, by the evidence key it names
}

// Records shows what was signed in a case, the newest first, each verified anew.
func (s *Applying) Records(ctx context.Context, id officer.ApplicationID) ([]SignedRecord, error) {
	return view(ctx, s.Counter, rbac.CaseOpen, func(tx *postgres.Tx) ([]SignedRecord, error) {
		a, err := tx.Application(id)
		if err != nil || a.Identification == "" {
			return nil, err
		}
		return s.records(tx, a.Identification)
	})
}

func (s *Counter) records(tx *postgres.Tx, id officer.IdentificationID) ([]SignedRecord, error) {
	records, err := tx.Records(id)
	if err != nil {
		return nil, err
	}
	list := make([]SignedRecord, len(records))
	for n, r := range records {
		list[n] = s.verify(r)
	}
	return list, nil
}

// verify reads a record. One that cannot be read, or stands under another
// identification than it speaks of, is not verified either.
func (c *Counter) verify(r officer.Record) SignedRecord {
	a, err := r.Attestation()
	digest := sha256.Sum256(r.Record)
	genuine := err == nil && string(digest[:]) == string(r.Digest) &&
		a.Identification == r.Identification && a.Organisation.ID == r.Organisation && a.Sequence == r.Sequence &&
		a.ContentDigest == r.ContentDigest && a.Officer.Account == r.SignedBy
	return SignedRecord{Record: r, Attestation: a,
		Verified: genuine && c.Keys.Evidence.Verify(secret.Identity, r.KeyID, r.Record, r.Signature) == nil}
}

// readyToSign refuses while anything is missing, and names all of it.
func (f File) readyToSign() error {
	missing := f.Missing()
	if len(missing) == 0 {
		return nil
	}
	return &officer.Error{Kind: officer.Conflict, Key: "application.incomplete", Args: officer.Args{"count": len(missing)}}
}
